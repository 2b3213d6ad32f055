package dev.lockstep.engine.function;

/** Leaves the attribute out of the flow, from wherever in the expression. */
public final class FlowIgnored extends RuntimeException {
  private static final long serialVersionUID = 1L;
  public static final FlowIgnored SIGNAL = new FlowIgnored();

  private FlowIgnored() {
    super(null, null, false, false);
  }
}
