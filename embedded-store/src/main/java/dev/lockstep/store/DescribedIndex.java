package dev.lockstep.store;

/** An index that was asked for; the collection opens or builds it. */
final class DescribedIndex extends ListedIndex {

    DescribedIndex(IndexDefinition definition) {
        super(definition);
    }

    @Override
    public long getCount() {
        return 0;
    }
}
