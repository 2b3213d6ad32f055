package dev.lockstep.bench.target;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The accounts of one application; a userName is unique without regard to letter case. */
final class Users {

    /** @param json as it is answered */
    record User(String id, String userName, String title, boolean active, byte[] json) {
    }

    private final Map<String, User> byId = new HashMap<>();
    private final Map<String, String> idByName = new HashMap<>();
    private final List<String> order = new ArrayList<>();

    /** @return whether the name was free */
    synchronized boolean add(User user) {
        if (idByName.putIfAbsent(key(user.userName()), user.id()) != null) {
            return false;
        }
        byId.put(user.id(), user);
        order.add(user.id());
        return true;
    }

    synchronized @Nullable User get(String id) {
        return byId.get(id);
    }

    synchronized @Nullable User named(String userName) {
        String id = idByName.get(key(userName));
        return id == null ? null : byId.get(id);
    }

    /** @param change must leave the user name as it is */
    synchronized @Nullable User change(String id, UnaryOperator<User> change) {
        return byId.computeIfPresent(id, (_, user) -> change.apply(user));
    }

    synchronized @Nullable User remove(String id) {
        User gone = byId.remove(id);
        if (gone != null) {
            idByName.remove(key(gone.userName()));
            order.remove(id);
        }
        return gone;
    }

    synchronized List<User> page(int startIndex, int count) {
        int from = Math.min(order.size(), startIndex - 1);
        return order.subList(from, Math.min(order.size(), from + count)).stream().map(byId::get).toList();
    }

    synchronized int size() {
        return order.size();
    }

    private static String key(String userName) {
        return userName.toLowerCase(Locale.ROOT);
    }
}
