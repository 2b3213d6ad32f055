package dev.lockstep.engine.mapping;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values by target path, in the order of the mappings; takes one array for an account, since all share the paths. */
final class FlowedValues extends AbstractMap<String, Object> {
  private final Targets targets;
  private final @Nullable Object[] values;
  private int size;

  FlowedValues(Targets targets) {
    this.targets = targets;
    this.values = new Object[targets.count()];
  }

  void set(int place, Object value) {
    if (values[place] == null) {
      size++;
    }
    values[place] = value;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public @Nullable Object get(Object path) {
    int place = targets.place(path);
    return place < 0 ? null : values[place];
  }

  @Override
  public boolean containsKey(Object path) {
    return get(path) != null;
  }

  @Override
  public Set<Map.Entry<String, Object>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public Iterator<Map.Entry<String, Object>> iterator() {
        return new Entries();
      }
    };
  }

  private final class Entries implements Iterator<Map.Entry<String, Object>> {
    private int next = after(-1);

    private int after(int place) {
      int at = place + 1;
      while (at < values.length && values[at] == null) {
        at++;
      }
      return at;
    }

    @Override
    public boolean hasNext() {
      return next < values.length;
    }

    @Override
    public Map.Entry<String, Object> next() {
      Object value = hasNext() ? values[next] : null;
      if (value == null) {
        throw new NoSuchElementException();
      }
      Map.Entry<String, Object> entry = Map.entry(targets.path(next), value);
      next = after(next);
      return entry;
    }
  }
}
