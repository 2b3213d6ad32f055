package dev.lockstep.engine.regex;

/** A text that charges for every character read: the one thing that all matching work has in common. */
final class MeteredText implements CharSequence {
  private final String text;
  private final Meter meter;
  private final long unitsPerRead;

  MeteredText(String text, Meter meter, long unitsPerRead) {
    this.text = text;
    this.meter = meter;
    this.unitsPerRead = unitsPerRead;
  }

  @Override
  public char charAt(int index) {
    meter.charge(unitsPerRead);
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
