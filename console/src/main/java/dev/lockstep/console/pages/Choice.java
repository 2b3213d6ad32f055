package dev.lockstep.console.pages;

import java.util.List;
import java.util.function.UnaryOperator;

/** One of several values, in the API's spelling and in words. */
record Choice(String value, String label) {
    static List<Choice> of(List<String> values, UnaryOperator<String> words) {
        return values.stream().map(value -> new Choice(value, words.apply(value))).toList();
    }
}
