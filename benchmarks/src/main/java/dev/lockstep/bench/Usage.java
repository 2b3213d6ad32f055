package dev.lockstep.bench;

/**
 * What a Lockstep process has used so far.
 *
 * @param cpuMillis of the whole process: services, broker and store
 * @param documents written to the store by all services
 * @param commits of the store's file
 */
record Usage(long cpuMillis, long documents, long commits) {
    Usage since(Usage before) {
        return new Usage(cpuMillis - before.cpuMillis, documents - before.documents, commits - before.commits);
    }
}
