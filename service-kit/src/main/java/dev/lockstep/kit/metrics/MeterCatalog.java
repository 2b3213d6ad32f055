package dev.lockstep.kit.metrics;

import java.util.List;

/** The meters that a part of a service registers; a bean of each part that has any. */
public record MeterCatalog(List<MeterSpec> meters) {
    public MeterCatalog {
        meters = List.copyOf(meters);
    }

    public static MeterCatalog of(MeterSpec... meters) {
        return new MeterCatalog(List.of(meters));
    }
}
