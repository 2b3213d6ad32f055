package dev.lockstep.writer.survey;

import dev.lockstep.writer.scim.Reply;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a listing can be trusted. Only one whose total stays the same, that shows every account exactly once and ends with the
 * last one says anything about accounts that are not on it.
 */
final class Completeness {
    private Completeness() {
    }

    /**
     * @param earlier on which page, by start index, accounts of this page were noted before
     * @return what is wrong with the page, for people; null when nothing is
     */
    static @Nullable String fault(Survey survey, Reply page, List<Sighting> accounts, Map<String, Long> earlier) {
        if (survey.total() >= 0 && page.total() != survey.total()) {
            return "The target's number of accounts changed from " + survey.total() + " to " + page.total() + " while they were listed.";
        }
        if (accounts.size() < page.resources().size()) {
            return "The target listed an account without an id.";
        }
        if (accounts.isEmpty() && survey.listed() < page.total()) {
            return "The target gave an empty page after " + survey.listed() + " of " + page.total() + " accounts.";
        }
        if (survey.listed() + accounts.size() > page.total()) {
            return "The target listed more accounts than the " + page.total() + " that it says it has.";
        }
        Set<String> ids = new HashSet<>();
        for (Sighting account : accounts) {
            Long before = earlier.get(account.id());
            if (!ids.add(account.id()) || before != null && before != survey.next()) {
                return "The target listed an account twice.";
            }
        }
        return null;
    }

    static boolean isLast(Survey survey) {
        return survey.listed() == survey.total();
    }
}
