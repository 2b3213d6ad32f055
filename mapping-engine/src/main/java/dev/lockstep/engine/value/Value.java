package dev.lockstep.engine.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of the expression language. Every scalar has a text form, by which Entra compares and sends it: a boolean is
 * {@code True} or {@code False}, a date {@code M/d/yyyy h:mm:ss tt} in UTC.
 */
public sealed interface Value {

  /** No value: the attribute is null, missing, or a function gave none. */
  Value NOTHING = new Nothing();

  Value EMPTY = new Text("");

  /** The text form; null for nothing, for several values and for objects. */
  @Nullable String text();

  /** The value as a JSON tree holds it: String, Boolean, Number, List, Map or null. */
  @Nullable Object json();

  /** Null or the empty text or a list without items. */
  default boolean isNullOrEmpty() {
    return false;
  }

  record Text(String text) implements Value {
    @Override
    public Object json() {
      return text;
    }

    @Override
    public boolean isNullOrEmpty() {
      return text.isEmpty();
    }
  }

  record Number(BigDecimal number) implements Value {
    @Override
    public String text() {
      return Numbers.text(number);
    }

    @Override
    public Object json() {
      return Numbers.json(number);
    }
  }

  record Flag(boolean set) implements Value {
    public static final Flag TRUE = new Flag(true);
    public static final Flag FALSE = new Flag(false);

    @Override
    public String text() {
      return set ? "True" : "False";
    }

    @Override
    public Object json() {
      return set;
    }
  }

  /** A point in time, to the precision of the source. */
  record Moment(Instant at) implements Value {
    @Override
    public String text() {
      return MomentText.of(at);
    }

    @Override
    public Object json() {
      return text();
    }
  }

  /** Several values in order, none of them nothing. */
  record Items(List<Value> items) implements Value {
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public @Nullable String text() {
      return null;
    }

    @Override
    public Object json() {
      List<Object> out = new ArrayList<>(items.size());
      for (Value item : items) {
        Object json = item.json();
        if (json != null) {
          out.add(json);
        }
      }
      return out;
    }

    @Override
    public boolean isNullOrEmpty() {
      return items.isEmpty();
    }
  }

  /** An object with named fields, for instance an app role; kept as the JSON tree that it came as. */
  record Fields(Map<String, Object> fields) implements Value {
    @Override
    public @Nullable String text() {
      return null;
    }

    @Override
    public Object json() {
      return fields;
    }
  }

  record Nothing() implements Value {
    @Override
    public @Nullable String text() {
      return null;
    }

    @Override
    public @Nullable Object json() {
      return null;
    }

    @Override
    public boolean isNullOrEmpty() {
      return true;
    }
  }

  static Value text(@Nullable String text) {
    return text == null ? NOTHING : text.isEmpty() ? EMPTY : new Text(text);
  }

  static Value flag(boolean set) {
    return set ? Flag.TRUE : Flag.FALSE;
  }

  static Value number(long number) {
    return new Number(BigDecimal.valueOf(number));
  }

  /** The value of a node of a JSON tree; anything unknown counts as its text. */
  @SuppressWarnings("unchecked") // JSON objects have text keys
  static Value of(@Nullable Object json) {
    return switch (json) {
      case null -> NOTHING;
      case String text -> text(text);
      case Boolean set -> flag(set);
      case Integer number -> number(number);
      case Long number -> number(number);
      case BigDecimal number -> new Number(number);
      case BigInteger number -> new Number(new BigDecimal(number));
      case java.lang.Number number -> Numbers.of(number);
      case Collection<?> several -> items(several);
      case Map<?, ?> fields -> new Fields((Map<String, Object>) fields);
      case Instant at -> new Moment(at);
      case Value value -> value;
      default -> text(json.toString());
    };
  }

  private static Value items(Collection<?> several) {
    List<Value> items = new ArrayList<>(several.size());
    for (Object one : several) {
      if (one != null) {
        items.add(of(one));
      }
    }
    return new Items(items);
  }
}
