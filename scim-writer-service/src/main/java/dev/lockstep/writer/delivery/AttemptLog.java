package dev.lockstep.writer.delivery;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each attempt, without names and values: a failure is news, a success is not. */
final class AttemptLog {
    private static final Logger log = LoggerFactory.getLogger(AttemptLog.class);

    private AttemptLog() {
    }

    static void write(Work work, Ending ending, long tookMillis) {
        boolean failed = !(ending instanceof Ending.Established || ending instanceof Ending.Recalled || ending instanceof Ending.Settled settled && settled.error() == null);
        var line = failed ? log.atInfo() : log.atDebug();
        line.addKeyValue("operation", work.intent().opId()).addKeyValue("target", work.row().app()).addKeyValue("attempt", work.row().progress().attempts() + 1)
                .addKeyValue("lane", work.desired().lane()).addKeyValue("tookMs", tookMillis);
        switch (ending) {
            case Ending.Settled settled -> line.addKeyValue("result", settled.result()).addKeyValue("action", settled.action())
                    .addKeyValue("code", settled.error() == null ? "" : settled.error().code());
            case Ending.Established established -> line.addKeyValue("result", "APPLIED").addKeyValue("action", established.action());
            case Ending.Recalled recalled -> line.addKeyValue("result", "recalled").addKeyValue("action", recalled.action() == null ? "" : recalled.action());
            case Ending.Again again -> line.addKeyValue("result", "again").addKeyValue("code", again.error().code()).addKeyValue("waitMs", again.waitMillis());
            case Ending.Held held -> line.addKeyValue("result", "held");
            case Ending.HeldAlong along -> line.addKeyValue("result", "held").addKeyValue("waitMs", along.againMillis());
            case Ending.Parked parked -> line.addKeyValue("result", "parked");
        }
        line.log("account attempted");
    }
}
