package dev.lockstep.engine.function;

import static dev.lockstep.engine.function.Parameter.of;
import static dev.lockstep.engine.function.Parameter.optional;
import static dev.lockstep.engine.function.ParameterType.DATE;
import static dev.lockstep.engine.function.ParameterType.DATE_FORMAT;
import static dev.lockstep.engine.function.ParameterType.DATE_STYLES;
import static dev.lockstep.engine.function.ParameterType.INTEGER;
import static dev.lockstep.engine.function.ParameterType.INTERVAL;
import static dev.lockstep.engine.function.ParameterType.TEXT;

import dev.lockstep.engine.date.DateFormat;
import dev.lockstep.engine.date.DateStyles;
import dev.lockstep.engine.date.FileTime;
import dev.lockstep.engine.value.Value;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/** Dates: always UTC, with the text form {@code M/d/yyyy h:mm:ss tt}. */
public final class DateFunctions {
  /** Year, month, day, week, hour, minute, second. */
  public static final Set<String> INTERVALS = Set.of("yyyy", "m", "d", "ww", "h", "n", "s");

  private static final String UNKNOWN_INTERVAL = "The interval is one of yyyy, m (months), d, ww, h, n (minutes), s.";
  private static final int MAX_YEAR = 9999;

  static final List<FunctionSpec> ALL = List.of(
      FunctionSpec.of("CDate", ResultType.MOMENT, List.of(of("expression", TEXT)), "Reads a date; one with an offset and no time is midnight at that offset.",
          DateFunctions::toDate,
          Example.of("CDate([hired])", "hired", "2020-03-16-07:00", "3/16/2020 7:00:00 AM"),
          Example.of("CDate(\"2021-06-30+08:00\")", "6/29/2021 4:00:00 PM")),
      FunctionSpec.of("DateAdd", ResultType.MOMENT, List.of(of("interval", INTERVAL), of("value", INTEGER), of("dateTime", DATE)),
          "Moves a date by a number of intervals: yyyy, m (months), d, ww, h, n (minutes), s.", DateFunctions::add,
          Example.of("DateAdd(\"d\", -10, CDate(\"2012-03-16-07:00\"))", "3/6/2012 7:00:00 AM"),
          Example.of("DateAdd(\"m\", 1, CDate(\"2024-01-31T00:00:00Z\"))", "2/29/2024 12:00:00 AM")),
      FunctionSpec.of("DateDiff", ResultType.NUMBER, List.of(of("interval", INTERVAL), of("date1", DATE), of("date2", DATE)),
          "Gives date2 minus date1: whole d, h, n or s; boundaries crossed for yyyy, m and ww (Sundays).", DateFunctions::difference,
          Example.of("DateDiff(\"d\", CDate(\"2021-08-18+08:00\"), CDate(\"2021-08-31+08:00\"))", "13"),
          Example.of("DateDiff(\"h\", CDate(\"2021-08-24\"), CDate(\"2021-08-25\"))", "24")),
      FunctionSpec.of("DateFromNum", ResultType.MOMENT, List.of(of("value", INTEGER)), "Gives the date of a Windows file time: 100-nanosecond ticks since 1601.",
          DateFunctions::fromTicks,
          Example.of("DateFromNum(129699324000000000)", "1/1/2012 11:00:00 PM"),
          Example.of("DateFromNum([lastLogon])", "lastLogon", "116444736000000000", "1/1/1970 12:00:00 AM")),
      FunctionSpec.of("FormatDateTime", ResultType.TEXT,
          List.of(of("source", TEXT), optional("dateTimeStyles", DATE_STYLES), of("inputFormat", DATE_FORMAT), of("outputFormat", DATE_FORMAT)),
          "Reads a date in one .NET format and writes it in another. With three arguments the styles are left out.", DateFunctions::reformat,
          Example.of("FormatDateTime([hired], , \"yyyyMMdd\", \"d MMMM yyyy\")", "hired", "20240209", "9 February 2024"),
          Example.of("FormatDateTime([hired], , \"yyyy-MM-dd\", \"dd/MM/yyyy\")", "hired", "2024-07-04", "04/07/2024")),
      FunctionSpec.of("Now", ResultType.MOMENT, List.of(), "Gives the current date and time in UTC.",
          arguments -> new Value.Moment(arguments.context().now()),
          Example.of("DateDiff(\"d\", Now(), Now())", "0"), Example.of("IsNull(Now())", "False")),
      FunctionSpec.of("NumFromDate", ResultType.NUMBER, List.of(of("value", DATE)), "Gives a date as Windows file time: 100-nanosecond ticks since 1601.",
          DateFunctions::toTicks,
          Example.of("NumFromDate(\"2020-12-31 23:59:59-08:00\")", "132539615990000000"),
          Example.of("NumFromDate([hired])", "hired", "1601-01-01", "0")));

  private DateFunctions() {}

  private static Value toDate(Arguments arguments) {
    Instant at = arguments.momentOrNull(0);
    return at == null ? Value.NOTHING : new Value.Moment(at);
  }

  private static Value add(Arguments arguments) {
    String interval = interval(arguments);
    long count = arguments.whole(1);
    OffsetDateTime from = arguments.moment(2).atOffset(ZoneOffset.UTC);
    try {
      OffsetDateTime moved = switch (interval) {
        case "yyyy" -> from.plusYears(count);
        case "m" -> from.plusMonths(count);
        case "d" -> from.plusDays(count);
        case "ww" -> from.plusWeeks(count);
        case "h" -> from.plusHours(count);
        case "n" -> from.plusMinutes(count);
        default -> from.plusSeconds(count);
      };
      if (moved.getYear() >= 1 && moved.getYear() <= MAX_YEAR) {
        return new Value.Moment(moved.toInstant());
      }
    } catch (DateTimeException | ArithmeticException outOfRange) {
      // Reported below, like any year that .NET does not have.
    }
    throw arguments.failure(1, "The date would lie outside the years 1 to 9999.");
  }

  private static String interval(Arguments arguments) {
    String interval = arguments.text(0);
    if (!INTERVALS.contains(interval)) {
      throw arguments.failure(0, UNKNOWN_INTERVAL);
    }
    return interval;
  }

  private static Value difference(Arguments arguments) {
    String interval = interval(arguments);
    Instant first = arguments.moment(1);
    Instant second = arguments.moment(2);
    LocalDate from = first.atOffset(ZoneOffset.UTC).toLocalDate();
    LocalDate to = second.atOffset(ZoneOffset.UTC).toLocalDate();
    Duration exact = Duration.between(first, second);
    return Value.number(switch (interval) {
      case "yyyy" -> (long) to.getYear() - from.getYear();
      case "m" -> (to.getYear() - from.getYear()) * 12L + to.getMonthValue() - from.getMonthValue();
      case "ww" -> ChronoUnit.DAYS.between(weekStart(from), weekStart(to)) / 7;
      case "d" -> seconds(exact) / 86_400;
      case "h" -> seconds(exact) / 3_600;
      case "n" -> seconds(exact) / 60;
      default -> seconds(exact);
    });
  }

  /** Whole seconds towards zero. */
  private static long seconds(Duration exact) {
    return exact.isNegative() ? -exact.negated().getSeconds() : exact.getSeconds();
  }

  private static LocalDate weekStart(LocalDate day) {
    return day.minusDays(day.getDayOfWeek().getValue() % 7);
  }

  private static Value fromTicks(Arguments arguments) {
    Long ticks = arguments.wholeOrNull(0);
    if (ticks == null) {
      return Value.NOTHING;
    }
    Instant at = FileTime.toInstant(ticks);
    if (at == null || at.atOffset(ZoneOffset.UTC).getYear() > MAX_YEAR) {
      throw arguments.failure(0, "The number is not a file time.");
    }
    return new Value.Moment(at);
  }

  private static Value toTicks(Arguments arguments) {
    Instant at = arguments.momentOrNull(0);
    if (at == null) {
      return Value.NOTHING;
    }
    if (at.atOffset(ZoneOffset.UTC).getYear() < 1601) {
      throw arguments.failure(0, "File times start in 1601.");
    }
    return new Value.Number(new BigDecimal(FileTime.toTicks(at)));
  }

  private static Value reformat(Arguments arguments) {
    String source = arguments.textOrNull(0);
    DateStyles styles = arguments.given(1) ? arguments.dateStyles(1) : DateStyles.DEFAULT;
    DateFormat input = arguments.dateFormat(2);
    DateFormat output = arguments.dateFormat(3);
    if (source == null) {
      return Value.NOTHING;
    }
    DateFormat.Reading read = input.read(source, styles, LocalDate.ofInstant(arguments.context().now(), ZoneOffset.UTC));
    if (read == null) {
      throw arguments.failure(0, "The text does not have the input format.");
    }
    return Value.text(output.format(read));
  }
}
