package dev.lockstep.engine.mapping;

import dev.lockstep.engine.value.Numbers;
import dev.lockstep.engine.value.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From a value of the language to the JSON that the target attribute's type wants. */
final class TargetValues {
  private TargetValues() {}

  /** A value that does not fit the target's type. */
  static final class Misfit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Misfit(String message) {
      super(message, null, false, false);
    }
  }

  /** The type to convert to; SCIM's own booleans are known without a schema. */
  static TargetType effective(TargetType type, String target) {
    if (type != TargetType.UNSPECIFIED) {
      return type;
    }
    String leaf = TargetPath.leaf(target);
    return leaf.equals("active") || leaf.equals("primary") ? TargetType.BOOLEAN : type;
  }

  /** JSON of the value, null for no value. */
  static @Nullable Object json(Value value, TargetType type) {
    return switch (value) {
      case Value.Nothing _ -> null;
      case Value.Items(List<Value> items) -> items(items, type);
      case Value.Fields fields -> fields.json();
      case Value.Text _, Value.Number _, Value.Flag _, Value.Moment _ -> scalar(value, type);
    };
  }

  private static @Nullable Object items(List<Value> items, TargetType type) {
    List<Object> out = new ArrayList<>(items.size());
    for (Value item : items) {
      Object json = json(item, type);
      if (json != null) {
        out.add(json);
      }
    }
    return out.isEmpty() ? null : out;
  }

  private static @Nullable Object scalar(Value value, TargetType type) {
    return switch (type) {
      case UNSPECIFIED -> value.json();
      case STRING, REFERENCE, BINARY -> value.text();
      case DATE_TIME -> value instanceof Value.Moment(var at) ? at.toString() : value.text();
      case BOOLEAN -> flag(value);
      case INTEGER -> whole(value);
    };
  }

  private static Object flag(Value value) {
    Boolean flag = Numbers.flag(value);
    if (flag == null) {
      throw new Misfit("The target attribute is a boolean, and the value is neither True nor False.");
    }
    return flag;
  }

  private static @Nullable Object whole(Value value) {
    if (value.isNullOrEmpty()) {
      return null;
    }
    BigDecimal number = value instanceof Value.Number(BigDecimal exact) ? exact : Numbers.parse(value.text());
    if (number == null || number.stripTrailingZeros().scale() > 0) {
      throw new Misfit("The target attribute is a whole number, and the value is none.");
    }
    return new Value.Number(number.setScale(0)).json();
  }
}
