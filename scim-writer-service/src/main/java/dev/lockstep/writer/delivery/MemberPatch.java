package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.AppConfig.TargetProfile.PatchDialect;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The PATCH that writes memberships (RFC 7644, section 3.5.2): all who come in one operation, each who goes in one of its own. */
final class MemberPatch {
    private MemberPatch() {
    }

    static List<Map<String, @Nullable Object>> operations(List<Edge> edges, PatchDialect dialect) {
        boolean legacy = dialect == PatchDialect.ENTRA_LEGACY;
        List<Map<String, @Nullable Object>> operations = new ArrayList<>();
        List<Object> come = new ArrayList<>();
        for (Edge edge : edges) {
            if (edge.isWanted()) {
                come.add(Map.of("value", edge.memberId()));
            } else if (legacy) {
                operations.add(operation("Remove", "members", List.of(Map.of("value", edge.memberId()))));
            } else {
                operations.add(operation("remove", "members[value eq \"" + edge.memberId().replace("\\", "\\\\").replace("\"", "\\\"") + "\"]", null));
            }
        }
        if (!come.isEmpty()) {
            operations.add(operation(legacy ? "Add" : "add", "members", come));
        }
        return operations;
    }

    private static Map<String, @Nullable Object> operation(String op, String path, @Nullable Object value) {
        Map<String, @Nullable Object> operation = new LinkedHashMap<>();
        operation.put("op", op);
        operation.put("path", path);
        if (value != null) {
            operation.put("value", value);
        }
        return operation;
    }

    /** The name of the call: a repetition with the same memberships carries the same, one with others another. */
    static String operation(List<Edge> edges) {
        String first = edges.getFirst().work().intent().opId();
        if (edges.size() == 1) {
            return first;
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            edges.forEach(edge -> digest.update((edge.work().intent().opId() + "\n").getBytes(StandardCharsets.UTF_8)));
            return first + "-" + HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
