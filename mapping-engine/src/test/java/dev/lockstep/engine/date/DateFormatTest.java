package dev.lockstep.engine.date;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateFormatTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 7, 2);

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
      "d/M/yy H:m:s|7/3/24 5:4:9",
      "dd.MM.yyyy HH:mm:ss|07.03.2024 05:04:09",
      "ddd, dd MMM yyyy|Thu, 07 Mar 2024",
      "dddd d MMMM yyyy|Thursday 7 March 2024",
      "h:mm tt|5:04 AM",
      "hh:mm t|05:04 A",
      "yyyy-MM-ddTHH:mm:ssZ|2024-03-07T05:04:09Z",
      "yyyy-MM-dd'T'HH:mm:ss.fffK|2024-03-07T05:04:09.120Z",
      "ss.FFFF|09.12",
      "yyyyMMddzzz|20240307+00:00",
      "%d|7",
      "\\d\\d d|dd 7",
      "\"day\" d|day 7",
      "yyyyy|02024",
      "%y|24",
      "y|2024 March",
      "d|03/07/2024",
      "s|2024-03-07T05:04:09",
      "o|2024-03-07T05:04:09.1200000Z",
      "r|Thu, 07 Mar 2024 05:04:09 GMT",
      "gg|A.D.",
      "U|Thursday, 07 March 2024 05:04:09",
  })
  void it_writes_as_dot_net_does(String format, String expected) {
    assertThat(DateFormat.compile(format).format(Instant.parse("2024-03-07T05:04:09.120Z"))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
      "d/M/yyyy|7/3/2024|2024-03-07T00:00:00Z",
      "dd/MM/yy|07/03/49|2049-03-07T00:00:00Z",
      "dd/MM/yy|07/03/50|1950-03-07T00:00:00Z",
      "yyyy-MM-ddzzz|2020-12-31-08:00|2020-12-31T08:00:00Z",
      "yyyy-MM-dd z|2020-12-31 +2|2020-12-30T22:00:00Z",
      "dddd, d MMMM yyyy|Thursday, 7 March 2024|2024-03-07T00:00:00Z",
      "ddd d MMM yyyy|thu 7 MAR 2024|2024-03-07T00:00:00Z",
      "M/d/yyyy h:mm:ss tt|7/2/2021 12:33:38 AM|2021-07-02T00:33:38Z",
      "M/d/yyyy h:mm:ss tt|7/2/2021 3:33:38 pm|2021-07-02T15:33:38Z",
      "yyyyMMddHHmmss.fZ|20150123105347.1Z|2015-01-23T10:53:47.100Z",
      "o|2024-03-07T05:04:09.1200000Z|2024-03-07T05:04:09.120Z",
      "yyyy-MM-ddTHH:mm:ssK|2024-03-07T05:04:09+01:00|2024-03-07T04:04:09Z",
      "yyyy-MM-ddTHH:mm:ssK|2024-03-07T05:04:09|2024-03-07T05:04:09Z",
      "ss.FFF|09.|2026-07-02T00:00:09Z",
      "yyyy|2024|2024-01-01T00:00:00Z",
      "HH:mm|05:04|2026-07-02T05:04:00Z",
  })
  void it_reads_as_dot_net_does(String format, String text, String expected) {
    assertThat(DateFormat.compile(format).parse(text, DateStyles.DEFAULT, TODAY)).isEqualTo(Instant.parse(expected));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
      "yyyy-MM-dd|2024-2-9", "yyyy-MM-dd|2024-02-30", "yyyy-MM-dd|2024-13-01", "yyyy-MM-dd|2024-02-09x", "yyyy-MM-dd|", "h:mm tt|13:00 PM", "HH:mm|25:00",
      "dd MMM yyyy|09 Foo 2024", "yyyy-MM-ddzzz|2024-01-01+99:00", "ff|1", "MM|00",
  })
  void a_text_of_another_shape_is_no_date(String format, String text) {
    assertThat(DateFormat.compile(format).parse(text == null ? "" : text, DateStyles.DEFAULT, TODAY)).isNull();
  }

  @Test
  void white_space_is_allowed_where_the_styles_say_so() {
    DateFormat format = DateFormat.compile("yyyy-MM-dd HH:mm");

    assertThat(format.parse(" 2024-01-01 00:00 ", DateStyles.DEFAULT, TODAY)).isNotNull();
    assertThat(format.parse(" 2024-01-01 00:00 ", DateStyles.parse("None"), TODAY)).isNull();
    assertThat(format.parse("2024 - 01-01   00:00", DateStyles.DEFAULT, TODAY)).isNull();
    assertThat(format.parse("2024 - 01-01   00:00", DateStyles.parse("AllowWhiteSpaces, AssumeUniversal"), TODAY)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yyyy'", "yyyy\\", "%", "%%d", "ffffffff", "x", "Q"})
  void a_wrong_format_is_refused(String format) {
    assertThatThrownBy(() -> DateFormat.compile(format)).isInstanceOf(DateFormatProblem.class);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
      "2024-02-29|2024-02-29T00:00:00Z",
      "2024-02-29T10:11:12.5Z|2024-02-29T10:11:12.500Z",
      "2024-02-29 10:11|2024-02-29T10:11:00Z",
      "2024/2/9|2024-02-09T00:00:00Z",
      "2024-02|2024-02-01T00:00:00Z",
      "2021-06-30+08:00|2021-06-29T16:00:00Z",
      "2021-06-30+0800|2021-06-29T16:00:00Z",
      "8/25/2021 5:41:18 PM|2021-08-25T17:41:18Z",
      "8/25/21|2021-08-25T00:00:00Z",
      "12/1/2020 12:00 AM|2020-12-01T00:00:00Z",
      "Mon, 15 Jun 2009 20:45:30 GMT|2009-06-15T20:45:30Z",
      "15-Jun-2009|2009-06-15T00:00:00Z",
      "June 15, 2009|2009-06-15T00:00:00Z",
      "Monday, June 15, 2009 1:45 PM|2009-06-15T13:45:00Z",
  })
  void a_date_in_a_usual_shape_is_read(String text, String expected) {
    assertThat(DateText.parse(text)).isEqualTo(Instant.parse(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "2024", "2024-02-30", "13/1/2020", "2024-01-01 25:00", "2024-01-01 1:00 XM", "15 Foo 2009", "2024-01-01T", "2024-01-01+99:99"})
  void anything_else_is_no_date(String text) {
    assertThat(DateText.parse(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\0', ignoreLeadingAndTrailingWhitespace = false, value = {
      "2024-03-07T05:04:09||2024-03-07T05:04:09",
      "2024-03-07T05:04:09Z||2024-03-07T05:04:09Z",
      "2024-03-07T05:04:09+01:00||2024-03-07T04:04:09+00:00",
      "2024-03-07T05:04:09Z|None|2024-03-07T05:04:09+00:00",
      "2024-03-07T05:04:09Z|AdjustToUniversal|2024-03-07T05:04:09Z",
      "2024-03-07T05:04:09+01:00|AdjustToUniversal|2024-03-07T04:04:09Z",
      "2024-03-07T05:04:09|AssumeUniversal|2024-03-07T05:04:09+00:00",
      "2024-03-07T05:04:09|AssumeLocal,AdjustToUniversal|2024-03-07T05:04:09Z",
  })
  void a_zone_is_told_again_as_dot_net_does(String text, String styles, String expected) {
    DateFormat format = DateFormat.compile("yyyy-MM-ddTHH:mm:ssK");
    DateFormat.Reading read = format.read(text, DateStyles.parse(styles == null ? "" : styles), TODAY);

    assertThat(read).isNotNull().satisfies(told -> assertThat(format.format(told)).isEqualTo(expected));
  }
}
