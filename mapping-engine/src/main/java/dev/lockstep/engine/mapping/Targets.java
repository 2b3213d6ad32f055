package dev.lockstep.engine.mapping;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The target paths of a set in their order; shared by all accounts that it maps. */
final class Targets {
  private final List<String> paths;
  private final Map<String, Integer> places = new HashMap<>();

  Targets(List<String> paths) {
    this.paths = List.copyOf(paths);
    for (int i = 0; i < paths.size(); i++) {
      places.put(paths.get(i), i);
    }
  }

  int count() {
    return paths.size();
  }

  String path(int place) {
    return paths.get(place);
  }

  /** -1 for a path that the set does not fill. */
  int place(Object path) {
    Integer place = places.get(path);
    return place == null ? -1 : place;
  }
}
