package dev.lockstep.audit.notify;

class InMemoryEpisodesTest extends EpisodesContract {
    @Override
    Episodes fresh() {
        return new InMemoryEpisodes(QUIET);
    }
}
