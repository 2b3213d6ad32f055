package dev.lockstep.mapping.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.AppConfig.Provisioning;
import dev.lockstep.mapping.fakes.Changes;
import org.junit.jupiter.api.Test;

class JobTest {
    private static final Job.Sync FIRST = new Job.Sync("s1", Changes.AT, "ann");
    private static final Job.Sync SECOND = new Job.Sync("s2", Changes.AT, "ann");

    @Test
    void start_begins_a_sync_and_goes_on_with_a_paused_one() {
        assertThat(Job.OFF.start(FIRST)).isEqualTo(new Job.Running(FIRST));
        assertThat(new Job.Paused(FIRST).start(SECOND)).isEqualTo(new Job.Running(FIRST));
        assertThat(new Job.Running(FIRST).start(SECOND)).isEqualTo(new Job.Running(FIRST));
    }

    @Test
    void pause_keeps_the_sync_and_restart_replaces_it() {
        assertThat(new Job.Running(FIRST).pause()).isEqualTo(new Job.Paused(FIRST));
        assertThat(Job.OFF.pause()).isEqualTo(Job.OFF);
        for (Job job : new Job[] {Job.OFF, new Job.Running(FIRST), new Job.Paused(FIRST)}) {
            assertThat(job.restart(SECOND)).isEqualTo(new Job.Running(SECOND));
        }
    }

    @Test
    void a_paused_job_goes_on_deciding_and_the_writer_stops() {
        assertThat(new Job.Paused(FIRST).decides()).isTrue();
        assertThat(new Job.Paused(FIRST).provisioning()).isEqualTo(Provisioning.PAUSED);
        assertThat(Job.OFF.decides()).isFalse();
        assertThat(Job.OFF.provisioning()).isEqualTo(Provisioning.OFF);
    }
}
