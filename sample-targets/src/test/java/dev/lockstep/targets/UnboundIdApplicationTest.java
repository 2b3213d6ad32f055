package dev.lockstep.targets;

class UnboundIdApplicationTest extends ProductConformance {

    @Override
    SampleApplication start() {
        return UnboundIdApplication.start(0, TOKEN);
    }
}
