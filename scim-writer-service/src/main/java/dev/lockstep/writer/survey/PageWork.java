package dev.lockstep.writer.survey;

import dev.lockstep.contracts.AppConfig;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.writer.account.Recheck;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.account.RowWrite;
import dev.lockstep.writer.account.WorkTable;
import dev.lockstep.writer.delivery.Reading;
import dev.lockstep.writer.scim.Reply;
import dev.lockstep.writer.survey.Comparison.Drifted;
import dev.lockstep.writer.survey.Finding.Action;
import dev.lockstep.writer.survey.Finding.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is to be learnt from one page of accounts: who differs, and who shares what should be unique. */
final class PageWork {
    private static final int MOST_SHARING = 50;

    private final Survey survey;
    private final WorkTable table;
    private final Sightings sightings;
    private final Findings findings;
    private final Reading reading;
    private final Patient patient;
    private final Clock clock;
    private final Comparison comparison = new Comparison();

    PageWork(Survey survey, WorkTable table, Sightings sightings, Findings findings, Reading reading, Patient patient, Clock clock) {
        this.survey = survey;
        this.table = table;
        this.sightings = sightings;
        this.findings = findings;
        this.reading = reading;
        this.patient = patient;
        this.clock = clock;
    }

    /** @param skipped linked accounts that are being written or failed before */
    record Compared(int linked, int skipped) {
    }

    private record Found(Row row, String targetId, Drifted drifted) {
    }

    Compared compare(List<Map<String, @Nullable Object>> accounts) {
        AppConfig config = reading.config();
        Map<String, Map<String, @Nullable Object>> byId = new LinkedHashMap<>();
        accounts.forEach(account -> byId.put(String.valueOf(Reply.idOf(account)), account));
        Map<String, Row> rows = table.holders(survey.app(), byId.keySet());
        Map<String, String> links = links(rows.values());
        int skipped = 0;
        List<Found> found = new ArrayList<>();
        for (Map.Entry<String, Row> held : rows.entrySet()) {
            if (!Comparison.isSettled(held.getValue())) {
                skipped++;
            } else if (drift(held.getValue(), byId.get(held.getKey()), links, config) != null) {
                Found confirmed = confirmed(held.getValue(), held.getKey(), links, config);
                if (confirmed != null) {
                    found.add(confirmed);
                }
            }
        }
        repair(found);
        return new Compared(rows.size(), skipped);
    }

    private @Nullable Drifted drift(Row row, @Nullable Map<String, @Nullable Object> account, Map<String, String> links, AppConfig config) {
        return account == null ? null : comparison.drift(row, account, links, config.profile(), config.policies().reconciliation());
    }

    /** Lists may show less than the account itself, or show it late: only the account itself counts. */
    private @Nullable Found confirmed(Row listed, String targetId, Map<String, String> links, AppConfig config) {
        Reply reply = patient.call(() -> reading.read(targetId));
        Row row = table.read(List.of(listed.key())).get(listed.key());
        boolean asBefore = row != null && row.version() == listed.version() && targetId.equals(row.standing().targetId()) && Comparison.isSettled(row);
        Drifted drifted = asBefore && reply.isDone() ? drift(row, reply.resource(), links, config) : null;
        return drifted == null ? null : new Found(row, targetId, drifted);
    }

    private Map<String, String> links(Iterable<Row> rows) {
        Set<String> referred = new HashSet<>();
        for (Row row : rows) {
            if (row.wish() != null) {
                row.wish().account().references().values().forEach(id -> referred.add(DesiredAccount.key(survey.app(), id)));
            }
        }
        return referred.isEmpty() ? Map.of() : table.links(referred);
    }

    private void repair(List<Found> found) {
        findings.put(found.stream().map(f -> finding(f, !survey.dryRun() && f.drifted().revert())).toList());
        if (survey.dryRun() || found.isEmpty()) {
            return;
        }
        List<RowWrite> accepts = new ArrayList<>();
        Map<String, Found> reverts = new LinkedHashMap<>();
        for (Found f : found) {
            if (f.drifted().applied() != null) {
                accepts.add(new RowWrite.Accepted(f.row().key(), f.row().version(), f.targetId(), f.drifted().applied()));
            }
            if (f.drifted().revert()) {
                reverts.put(f.row().key(), f);
            }
        }
        table.write(accepts);
        Set<String> refused = table.write(reverts.values().stream().map(f -> new RowWrite.Again(f.row().key(), f.row().version(), f.targetId(), false,
                f.row().progress().part() + 1, new Recheck(survey.id(), f.drifted().leave()), clock.millis())).toList());
        // Something newer came in the meantime and does it anyway.
        findings.put(refused.stream().map(key -> finding(java.util.Objects.requireNonNull(reverts.get(key)), false)).toList());
    }

    private Finding finding(Found f, boolean repaired) {
        Row row = f.row();
        return new Finding(survey.id(), Kind.DRIFT, row.objectId(), row.objectId(), java.util.Objects.requireNonNull(row.wish()).account().userName(), null,
                List.of(f.targetId()), null, f.drifted().differences(), f.drifted().action(), repaired, clock.millis());
    }

    // --- duplicates

    /** Accounts of this page that share something with one another, or with one of an earlier page. */
    void duplicates(List<Sighting> page) {
        List<Finding> found = new ArrayList<>();
        for (Sighting.Key key : Sighting.Key.values()) {
            Map<String, Map<String, Sighting>> byValue = new LinkedHashMap<>();
            page.forEach(account -> note(byValue, key, account));
            if (byValue.isEmpty()) {
                continue;
            }
            sightings.having(survey.id(), key, byValue.keySet(), page.size() * MOST_SHARING).forEach(account -> note(byValue, key, account));
            byValue.forEach((value, sharing) -> {
                if (sharing.size() > 1) {
                    found.add(duplicate(key, value, List.copyOf(sharing.values())));
                }
            });
        }
        findings.put(found);
    }

    private static void note(Map<String, Map<String, Sighting>> byValue, Sighting.Key key, Sighting account) {
        String value = account.value(key);
        if (value != null) {
            byValue.computeIfAbsent(value, v -> new LinkedHashMap<>()).put(account.id(), account);
        }
    }

    private Finding duplicate(Sighting.Key key, String value, List<Sighting> sharing) {
        Sighting first = sharing.getFirst();
        return new Finding(survey.id(), Kind.DUPLICATE, key.attribute() + "-" + fingerprint(value), null, first.userName(), first.externalId(),
                sharing.stream().map(Sighting::id).sorted().limit(MOST_SHARING).toList(), key.attribute(), List.of(), Action.REPORT, false, clock.millis());
    }

    private static String fingerprint(String value) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8)), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
