package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.AppConfig.TargetProfile;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.writer.fault.ErrorCode;
import dev.lockstep.writer.fault.Verdict;
import dev.lockstep.writer.scim.Reply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt for memberships of one group, with one call for all of them. Adding somebody who is in the group, and removing
 * somebody who is not, changes nothing: so a call whose answer was lost is made again, and the group is read before only so that
 * the effect goes on record once. It is also read before somebody is removed who was never written.
 *
 * <p>When the target refuses the call the half of it is tried, and so on: one membership that it does not take keeps no other one
 * out, and costs a number of calls that grows with the logarithm.
 */
final class MembershipAttempt {
    /** Some targets take no more operations or values in one PATCH (Entra sends so many, Bulk limits begin at a thousand). */
    static final int MOST = 500;
    /** After so many refusals and nothing that was taken the rest waits: the lane's quarantine counts those first. */
    private static final int REFUSALS = 20;

    private final List<Work> works;
    private final String group;
    private final TargetProfile profile;
    private final Calls calls;
    private final Surroundings around;
    private final BiConsumer<Work, Ending> ended;
    private int taken;
    private int refused;
    private boolean hidden;

    /** @param ended is told the end of each exactly once */
    MembershipAttempt(List<Work> works, TargetProfile profile, Calls calls, Surroundings around, BiConsumer<Work, Ending> ended) {
        this.works = works;
        this.group = works.getFirst().desired().slotKey();
        this.profile = profile;
        this.calls = calls;
        this.around = around;
        this.ended = ended;
    }

    void run() {
        Set<String> keys = new LinkedHashSet<>(Set.of(group));
        works.forEach(work -> keys.add(Edge.member(work)));
        // As they are stored: a link that another replica has changed must not be written to.
        Map<String, String> links = around.links(keys);
        String id = links.get(group);
        boolean held = id != null && works.stream().anyMatch(work -> work.desired().state() == DesiredAccount.State.DELETED) && around.isHeld(group);
        List<Edge> edges = new ArrayList<>();
        for (Work work : works) {
            Edge edge = new Edge(work, id, links.get(Edge.member(work)), new Endings(work, around));
            Ending done = held && edge.goesWithGroup() ? edge.held() : edge.withoutCall();
            if (done == null) {
                edges.add(edge);
            } else {
                ended.accept(work, done);
            }
        }
        if (id != null && !edges.isEmpty()) {
            List<Edge> open = edges.stream().anyMatch(Edge::mustRead) ? read(id, edges) : edges;
            if (!open.isEmpty()) {
                write(id, open);
            }
        }
    }

    // --- what an earlier call has done

    /** @return those that are still to be written */
    private List<Edge> read(String id, List<Edge> edges) {
        Reply reply = calls.members(id);
        Members members = members(reply);
        if (members == null && reply.verdict() instanceof Verdict.Vanished) {
            gone(id, edges, reply);
            return List.of();
        }
        boolean tells = members != null || reply.verdict() instanceof Verdict.Permanent || isTooLarge(reply)
                || reply.verdict() instanceof Verdict.AppWide appWide && !around.isAppWide(appWide.code());
        Members known = members == null ? Members.HIDDEN : members;
        hidden = known.hidden();
        if (!tells && reply.verdict() instanceof Verdict.Throttled) {
            failed(edges, reply);
            return List.of();
        }
        List<Edge> open = new ArrayList<>();
        for (Edge edge : edges) {
            Ending done = !edge.mustRead() ? null : tells ? edge.read(known) : edge.failed(reply);
            if (done == null) {
                open.add(edge);
            } else {
                ended.accept(edge.work(), done);
            }
        }
        return open;
    }

    /** Many targets leave an empty list out. Where somebody was shown once, that is what it means. */
    private @Nullable Members members(Reply reply) {
        Members members = Members.of(reply);
        if (members == null || members.hidden() && !around.showsMembers()) {
            return members;
        }
        if (!members.ids().isEmpty()) {
            around.showedMembers();
        }
        return new Members(members.ids(), false);
    }

    /** Then nobody can tell, and the call is made again. */
    private static boolean isTooLarge(Reply reply) {
        return reply.verdict() instanceof Verdict.Retry retry && retry.code() == ErrorCode.TOO_LARGE
                || reply.verdict() instanceof Verdict.Unknown unknown && unknown.code() == ErrorCode.TOO_LARGE;
    }

    // --- the call

    private void write(String id, List<Edge> edges) {
        if (refused >= REFUSALS && taken == 0) {
            edges.forEach(edge -> ended.accept(edge.work(), new Ending.Parked()));
            return;
        }
        List<Work> may = around.mayWrite(edges.stream().map(Edge::work).toList());
        Set<Work> mine = new LinkedHashSet<>(may);
        List<Edge> sent = new ArrayList<>();
        for (Edge edge : edges) {
            if (mine.contains(edge.work())) {
                sent.add(edge);
            } else {
                ended.accept(edge.work(), new Ending.Parked());
            }
        }
        if (!sent.isEmpty()) {
            Reply reply = calls.patch(ObjectType.GROUP, id, MemberPatch.operations(sent, profile.patchDialect()), MemberPatch.operation(sent));
            answered(id, sent, reply);
        }
    }

    private void answered(String id, List<Edge> edges, Reply reply) {
        switch (reply.verdict()) {
            case Verdict.Done done -> {
                taken += edges.size();
                edges.forEach(edge -> ended.accept(edge.work(), edge.written(reply, hidden)));
            }
            case Verdict.Throttled throttled -> failed(edges, reply);
            case Verdict.Retry retry -> failed(edges, reply);
            case Verdict.Unknown unknown -> failed(edges, reply);
            case Verdict.Vanished vanished -> vanished(id, edges, reply);
            case Verdict.AppWide appWide -> {
                if (around.isAppWide(appWide.code())) {
                    edges.forEach(edge -> ended.accept(edge.work(), new Ending.Parked()));
                } else {
                    divide(id, edges, ErrorCode.REFUSED, reply);
                }
            }
            case Verdict.Permanent permanent -> divide(id, edges, permanent.code(), reply);
            case Verdict.Conflict conflict -> divide(id, edges, conflict.code(), reply);
            case Verdict.Stale stale -> divide(id, edges, stale.code() == ErrorCode.STALE ? ErrorCode.REFUSED_VALUE : stale.code(), reply);
        }
    }

    /** One answer for all. */
    private void failed(List<Edge> edges, Reply reply) {
        if (reply.verdict() instanceof Verdict.Throttled throttled) {
            edges.forEach(edge -> ended.accept(edge.work(), edge.waiting(throttled, reply)));
        } else {
            edges.forEach(edge -> ended.accept(edge.work(), edge.failed(reply)));
        }
    }

    /** Perhaps the fault of one of them. */
    private void divide(String id, List<Edge> edges, ErrorCode code, Reply reply) {
        if (edges.size() > 1) {
            int half = edges.size() / 2;
            write(id, edges.subList(0, half));
            write(id, edges.subList(half, edges.size()));
            return;
        }
        Edge edge = edges.getFirst();
        // Targets refuse what is so already with many statuses: one look tells.
        Members members = members(calls.members(id));
        Ending done = members == null ? null : edge.asItIs(members, reply.verdict() instanceof Verdict.Stale stale && stale.code() == ErrorCode.STALE);
        if (done != null) {
            taken++;
            ended.accept(edge.work(), done);
        } else {
            refused++;
            ended.accept(edge.work(), edge.refused(code, reply));
        }
    }

    /** 404: the group, or, at some targets, a member that they do not know. */
    private void vanished(String id, List<Edge> edges, Reply reply) {
        Reply group = calls.read(ObjectType.GROUP, id);
        if (group.isDone()) {
            divide(id, edges, ErrorCode.REFUSED_VALUE, reply);
        } else if (group.verdict() instanceof Verdict.Vanished) {
            gone(id, edges, reply);
        } else {
            failed(edges, group);
        }
    }

    private void gone(String id, List<Edge> edges, Reply reply) {
        around.vanished(group, id);
        edges.forEach(edge -> ended.accept(edge.work(), edge.groupGone(reply)));
    }

    /** Who is in a group. @param hidden whether the target does not show it */
    record Members(Set<String> ids, boolean hidden) {
        static final Members HIDDEN = new Members(Set.of(), true);

        /** @return null when the group could not be read */
        static @Nullable Members of(Reply reply) {
            Map<String, ? extends @Nullable Object> resource = reply.resource();
            if (!reply.isDone() || resource == null) {
                return null;
            }
            Set<String> ids = new HashSet<>();
            if (resource.get("members") instanceof List<?> members) {
                for (Object member : members) {
                    if (member instanceof Map<?, ?> one && one.get("value") != null) {
                        ids.add(String.valueOf(one.get("value")));
                    }
                }
            }
            return new Members(ids, ids.isEmpty() && !(resource.get("members") instanceof List<?>));
        }

        /** Some targets leave an empty list out, some never show one. */
        boolean has(String member) {
            return ids.contains(member);
        }

        boolean lacks(String member) {
            return !hidden && !ids.contains(member);
        }
    }
}
