package dev.lockstep.targets;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

class ScimmyApplicationTest extends ProductConformance {

    @Override
    SampleApplication start() {
        assumeTrue(ScimmyApplication.whyNot().isEmpty(), () -> ScimmyApplication.whyNot().orElse(""));
        return ScimmyApplication.startIfNode(TOKEN).orElseThrow();
    }
}
