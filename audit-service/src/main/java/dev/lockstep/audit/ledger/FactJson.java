package dev.lockstep.audit.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.lockstep.audit.fact.Fact;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The text of a fact. The ledger keeps it whole: values of any shape and name survive, and reading and writing costs little.
 */
public final class FactJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(i -> i.withValueInclusion(JsonInclude.Include.NON_NULL))
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final ObjectWriter WRITER = JSON.writerFor(Fact.class);
    private static final ObjectReader READER = JSON.readerFor(Fact.class);

    private FactJson() {
    }

    public static String write(Fact fact) {
        return WRITER.writeValueAsString(fact);
    }

    public static Fact read(String text) {
        return READER.readValue(text);
    }
}
