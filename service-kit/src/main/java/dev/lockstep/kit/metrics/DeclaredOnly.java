package dev.lockstep.kit.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Of the meters named {@code lockstep.*}, keeps those that are declared, with the tags that are declared, and no more than
 * {@link #MOST_SERIES} of each: whatever is put into a tag by mistake, the series stay few. It also gives them their meaning,
 * and every timer a histogram.
 */
final class DeclaredOnly implements MeterFilter {
    /** Series of one meter. Beyond that further ones are left out, and the log says so once. */
    static final int MOST_SERIES = 2_000;
    private static final Logger log = LoggerFactory.getLogger(DeclaredOnly.class);
    private static final String OURS = "lockstep.";

    private final Map<String, MeterSpec> declared;
    private final Map<String, Set<List<Tag>>> seen = new ConcurrentHashMap<>();
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    DeclaredOnly(Collection<MeterCatalog> catalogs) {
        declared = catalogs.stream().flatMap(catalog -> catalog.meters().stream()).collect(Collectors.toUnmodifiableMap(MeterSpec::name, Function.identity()));
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        MeterSpec spec = declared.get(id.getName());
        return spec == null ? id : new Meter.Id(id.getName(), Tags.of(id.getTags()), id.getBaseUnit(), spec.meaning(), id.getType());
    }

    @Override
    public @Nullable DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
        MeterSpec spec = declared.get(id.getName());
        return spec == null || spec.type() != MeterSpec.Type.TIMER ? config
                : DistributionStatisticConfig.builder().percentilesHistogram(true).build().merge(config);
    }

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        if (!id.getName().startsWith(OURS)) {
            return MeterFilterReply.NEUTRAL;
        }
        MeterSpec spec = declared.get(id.getName());
        Set<String> tags = id.getTags().stream().map(Tag::getKey).collect(Collectors.toSet());
        if (spec == null || !tags.equals(Set.copyOf(spec.tags()))) {
            tell(id, "is not declared like this, so it is left out");
            return MeterFilterReply.DENY;
        }
        Set<List<Tag>> series = seen.computeIfAbsent(id.getName(), name -> new HashSet<>());
        synchronized (series) {
            if (!series.contains(id.getTags()) && series.size() >= MOST_SERIES) {
                tell(id, "has too many series, so further ones are left out");
                return MeterFilterReply.DENY;
            }
            series.add(id.getTags());
        }
        return MeterFilterReply.NEUTRAL;
    }

    private void tell(Meter.Id id, String what) {
        if (told.add(id.getName() + what)) {
            log.atError().addKeyValue("meter", id.getName()).log("the meter {} {}", id.getName(), what);
        }
    }
}
