package dev.lockstep.mapping.mongo;

import dev.lockstep.mapping.fakes.World;
import dev.lockstep.mapping.planning.AppStore;
import dev.lockstep.mapping.planning.AssignmentStore;
import dev.lockstep.mapping.planning.DecisionStore;
import dev.lockstep.mapping.planning.MembershipStore;
import dev.lockstep.mapping.planning.ObjectStore;
import dev.lockstep.mapping.planning.PrecedenceStore;
import dev.lockstep.mapping.planning.SweepStore;
import dev.lockstep.mapping.schema.SchemaArchive;
import dev.lockstep.mapping.shadow.ShadowStore;

/** The fakes keep what the stores promise. */
class FakeStoresTest extends StoreContract {
    private final World world = new World();

    @Override
    ObjectStore objects() {
        return world.objects;
    }

    @Override
    MembershipStore memberships() {
        return world.memberships;
    }

    @Override
    DecisionStore decisions() {
        return world.decisions;
    }

    @Override
    AssignmentStore assignments() {
        return world.assignments;
    }

    @Override
    AppStore apps() {
        return world.apps;
    }

    @Override
    SweepStore sweeps() {
        return world.sweeps;
    }

    @Override
    SchemaArchive archive() {
        return world.archive;
    }

    @Override
    ShadowStore shadows() {
        return world.shadows;
    }

    @Override
    PrecedenceStore precedences() {
        return world.precedences;
    }
}
