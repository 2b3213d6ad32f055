package dev.lockstep.store;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrefixPatternTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "^abc,abc", "^ab+c,ab", "^abc?,ab", "^abc*,ab", "^a\\.b,a.b", "^a.b,a", "^abc$,abc", "^ab{0},a",
                "^\\Qa.b\\E.*,a.b", "^a\\d,a", "^(ab),``", "abc,``", "^a|b,``", ".*,``"
            })
    void the_plain_text_at_the_beginning_is_found(String pattern, String prefix) {
        assertThat(PrefixPattern.prefix(pattern)).isEqualTo(prefix);
    }

    @Test
    void ignoring_case_leaves_no_prefix() {
        assertThat(PrefixPattern.bounds(new BsonRegularExpression("^a", "i")))
                .isNull();
    }
}
