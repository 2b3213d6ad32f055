package dev.lockstep.targets.hostile;

import dev.lockstep.targets.LoopbackServer;
import dev.lockstep.targets.StubPatch;
import dev.lockstep.targets.hostile.Resources.Done;
import dev.lockstep.targets.hostile.Resources.Kind;
import dev.lockstep.targets.hostile.Resources.Resource;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Does what a request of a hostile application's caller asks for; what becomes of the answer is another matter. */
final class Routes {
    private static final String ROOT = "/scim/v2/";
    private static final Pattern FILTER = Pattern.compile("\\s*(userName|displayName|externalId|id)\\s+eq\\s+\"(.*)\"\\s*", Pattern.CASE_INSENSITIVE);
    private static final byte[] NOTHING = new byte[0];
    private static final byte[] CONFIG = ("""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],"patch":{"supported":true},\
            "bulk":{"supported":false,"maxOperations":0,"maxPayloadSize":0},"filter":{"supported":true,"maxResults":200},\
            "changePassword":{"supported":false},"sort":{"supported":false},"etag":{"supported":false},"authenticationSchemes":[]}""")
            .getBytes(StandardCharsets.UTF_8);

    private final JsonMapper json = JsonMapper.shared();
    private final Profile profile;
    private final Resources resources;
    private int oddAnswers;

    Routes(Profile profile, Resources resources) {
        this.profile = profile;
        this.resources = resources;
    }

    /** @param entry what the journal shall say, as far as the application has its way */
    record Answer(Entry entry, int status, byte[] body) {}

    /** What is refused as a whole, in the middle of it. */
    private static final class Refused extends RuntimeException {
        private final int status;
        private final String scimType;

        Refused(int status, String scimType, String detail) {
            super(detail, null, false, false);
            this.status = status;
            this.scimType = scimType;
        }
    }

    Answer respond(Entry entry, String method, URI target, byte[] body) {
        String path = target.getPath();
        Map<String, String> parameters = parameters(target.getRawQuery());
        try {
            for (Kind kind : Kind.values()) {
                String collection = ROOT + kind.segment();
                if (path.equals(collection)) {
                    return all(entry, kind, method, parameters, body);
                }
                if (path.startsWith(collection + "/")) {
                    return one(entry, kind, method, path.substring(collection.length() + 1), parameters, body);
                }
            }
            return path.equals(ROOT + "ServiceProviderConfig") ? new Answer(entry, 200, CONFIG) : error(entry, 404, "", "There is no such resource");
        } catch (Refused refused) {
            return error(entry, refused.status, refused.scimType, refused.getMessage());
        } catch (JacksonException | IllegalArgumentException | ClassCastException _) {
            return error(entry, 400, "invalidSyntax", "The request cannot be understood");
        }
    }

    private Answer all(Entry entry, Kind kind, String method, Map<String, String> parameters, byte[] body) {
        return switch (method) {
            case "GET" -> list(entry, kind, parameters);
            case "POST" -> answer(entry, resources.create(kind, named(kind, body)), 201, false);
            case String _ -> error(entry, 405, "", "Not allowed here");
        };
    }

    private Answer one(Entry entry, Kind kind, String method, String id, Map<String, String> parameters, byte[] body) {
        return switch (method) {
            case "GET" -> resources.get(kind, id).map(found -> new Answer(entry, 200, json.writeValueAsBytes(Shown.of(found, parameters))))
                    .orElseGet(() -> error(entry, 404, "", "There is no such resource"));
            case "PATCH" -> {
                JsonNode request = json.readTree(body);
                boolean membersOnly = kind == Kind.GROUP && Members.isOnlyOf(request);
                yield answer(entry, resources.change(kind, id, resource -> patch(kind, resource, request)), 200, membersOnly);
            }
            case "PUT" -> {
                ObjectNode whole = named(kind, body);
                yield answer(entry, resources.change(kind, id, resource -> resource.retain("id", "meta").setAll(whole)), 200, false);
            }
            case "DELETE" -> answer(entry, resources.remove(kind, id), 204, false);
            case String _ -> error(entry, 405, "", "Not allowed here");
        };
    }

    private ObjectNode named(Kind kind, byte[] body) {
        ObjectNode resource = (ObjectNode) json.readTree(body);
        if (resource.path(kind.nameAttribute()).asString("").isEmpty()) {
            throw new Refused(400, "invalidValue", kind.nameAttribute() + " is required");
        }
        return resource;
    }

    private void patch(Kind kind, ObjectNode resource, JsonNode request) {
        if (kind == Kind.GROUP && profile.duplicates() == Profile.Duplicates.ODD) {
            for (Members.Asked asked : Members.asked(request)) {
                if (asked.comes() == Members.of(resource).contains(asked.value())) {
                    throw asked.comes() ? new Refused(409, "", "Is a member already") : new Refused(400, "noTarget", "Is no member");
                }
            }
        }
        StubPatch.apply(resource, request);
    }

    private Answer answer(Entry entry, Done done, int status, boolean membersOnly) {
        return switch (done) {
            case Done.Changed changed -> new Answer(entry.done(changed, membersOnly), status,
                    status == 204 ? NOTHING : json.writeValueAsBytes(Shown.of(changed.resource(), Map.of())));
            case Done.NameTaken() -> duplicate(entry);
            case Done.Unknown() -> error(entry, 404, "", "There is no such resource");
            case Done.NoSuchMember() -> error(entry, 400, "invalidValue", "A member has no account");
        };
    }

    private synchronized Answer duplicate(Entry entry) {
        return switch (profile.duplicates()) {
            case CONFLICT -> error(entry, 409, "uniqueness", "The name is already taken");
            case ODD -> switch (oddAnswers++ % 3) {
                case 0 -> error(entry, 409, "", "Conflict");
                case 1 -> error(entry, 400, "", "It exists already");
                default -> error(entry, 500, "", "Duplicate key");
            };
        };
    }

    private static Answer error(Entry entry, int status, String scimType, String detail) {
        return new Answer(entry, status, LoopbackServer.error(status, scimType, detail));
    }

    private Answer list(Entry entry, Kind kind, Map<String, String> parameters) {
        int startIndex = Math.max(1, Integer.parseInt(parameters.getOrDefault("startIndex", "1")));
        int count = Math.clamp(Integer.parseInt(parameters.getOrDefault("count", "100")), 0, 200);
        String filter = parameters.get("filter");
        if (filter == null) {
            List<Resource> all = resources.visible(kind);
            return page(entry, all.stream().skip(startIndex - 1L).limit(count).toList(), all.size(), startIndex, parameters);
        }
        Matcher eq = FILTER.matcher(filter);
        if (!eq.matches()) {
            return error(entry, 400, "invalidFilter", "Only a single eq is understood");
        }
        List<Resource> found = resources.find(kind, eq.group(1), eq.group(2).replace("\\\"", "\"").replace("\\\\", "\\"));
        return page(entry, found, found.size(), 1, parameters);
    }

    private Answer page(Entry entry, List<Resource> page, int total, int startIndex, Map<String, String> parameters) {
        ObjectNode answer = json.createObjectNode();
        answer.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:ListResponse");
        answer.put("totalResults", total).put("startIndex", startIndex).put("itemsPerPage", page.size());
        ArrayNode shown = answer.putArray("Resources");
        page.forEach(resource -> shown.add(Shown.of(resource, parameters)));
        return new Answer(entry, 200, json.writeValueAsBytes(answer));
    }

    private static Map<String, String> parameters(@Nullable String rawQuery) {
        Map<String, String> parameters = new HashMap<>();
        if (rawQuery != null) {
            for (String pair : rawQuery.split("&")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    parameters.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
                }
            }
        }
        return parameters;
    }
}
