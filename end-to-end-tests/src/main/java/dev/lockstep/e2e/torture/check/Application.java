package dev.lockstep.e2e.torture.check;

import dev.lockstep.targets.hostile.Entry;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What one application and Lockstep's own record say of its accounts and groups.
 *
 * @param journal every request with what it did
 * @param accounts as they are in the end
 * @param groups likewise
 * @param foreign accounts and groups that were there before and are nobody's, by id, as they were
 * @param links Lockstep's own record: target id by object id
 * @param failed Lockstep's own record: objects whose account, groups or memberships it could not bring about, with the error's code
 * @param perSecond calls that it allows in a second, 0 for any number
 */
public record Application(
        String name, List<Entry> journal, List<JsonNode> accounts, List<JsonNode> groups, Map<String, JsonNode> foreign,
        Map<String, String> links, Map<String, String> failed, int perSecond) {}
