package dev.lockstep.bench.expressions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.expression.Expression;
import org.springframework.expression.spel.SpelCompilerMode;
import org.springframework.expression.spel.SpelEvaluationException;
import org.springframework.expression.spel.standard.SpelCompiler;
import org.springframework.expression.spel.support.StandardEvaluationContext;

/** Only languages that do the same work may be compared. */
class LanguageTest {
    @ParameterizedTest
    @EnumSource
    void every_language_maps_the_same_account(Language language) {
        Map<String, Object> ours = Language.LOCKSTEP.account(Language.LOCKSTEP.mapper(Rule.DEFAULT_SET).of(Rule.user()));

        Language.Mapper mapper = language.mapper(Rule.DEFAULT_SET);

        assertThat(ours).hasSize(24).containsEntry("active", true).containsEntry("preferredLanguage", "en_US").containsEntry("name.formatted", "Ann Lee");
        // Again and again, because a language may compile after some evaluations.
        for (int i = 0; i < 3; i++) {
            assertThat(language.account(mapper.of(Rule.user()))).isEqualTo(ours);
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_language_leaves_out_what_the_user_has_not(Language language) {
        Map<String, @Nullable Object> sparse = new HashMap<>(Rule.user());
        sparse.keySet().removeAll(java.util.Set.of("jobTitle", "preferredLanguage", "manager", "givenName"));
        sparse.put("IsSoftDeleted", "True");
        Map<String, Object> ours = Language.LOCKSTEP.account(Language.LOCKSTEP.mapper(Rule.DEFAULT_SET).of(sparse));

        assertThat(ours).hasSize(20).containsEntry("active", false).containsEntry("name.formatted", "Lee");
        assertThat(language.account(language.mapper(Rule.DEFAULT_SET).of(sparse))).isEqualTo(ours);
    }

    @ParameterizedTest
    @EnumSource
    void every_language_gives_the_same_value_of_a_single_expression(Language language) {
        for (ExpressionBenchmark.Single single : ExpressionBenchmark.Single.values()) {
            Object wanted = switch (single) {
                case JOIN -> "Ann Lee";
                case SWITCH -> "True";
                case REPLACE -> "en_US";
                case NESTED -> "alee";
                case CHOICE -> "+47 22 00 00 00";
            };
            Language.Evaluator evaluator = language.expression(single.rule());
            for (int i = 0; i < 3; i++) {
                assertThat(String.valueOf(evaluator.of(Rule.user()))).as("%s in %s", single, language).isEqualToIgnoringCase(wanted.toString());
            }
        }
    }

    @Test
    void all_of_springs_expressions_can_be_compiled() {
        for (Rule rule : Rule.DEFAULT_SET) {
            Expression expression = Language.parsed(rule, SpelCompilerMode.OFF);
            StandardEvaluationContext context = new StandardEvaluationContext();
            context.setVariable("join", joinMethod());
            expression.getValue(context, Rule.user());
            assertThat(SpelCompiler.compile(expression)).as(rule.spel()).isTrue();
        }
    }

    /** Part of what the figures are worth: a source whose attribute is once a boolean and once a text cannot be mapped so. */
    @Test
    void springs_compiled_expressions_hold_only_for_the_types_that_they_were_compiled_with() {
        Language.Evaluator compiled = Language.SPEL_COMPILED.expression(Rule.SWITCH);
        Language.Evaluator ours = Language.LOCKSTEP.expression(Rule.SWITCH);
        Map<String, @Nullable Object> asText = new HashMap<>(Rule.user());
        asText.put("IsSoftDeleted", "True");
        for (int i = 0; i < 3; i++) {
            compiled.of(Rule.user());
        }

        assertThatThrownBy(() -> compiled.of(asText)).isInstanceOf(SpelEvaluationException.class);
        assertThat(ours.of(Rule.user())).isEqualTo("True");
        assertThat(ours.of(asText)).isEqualTo("False");
    }

    private static java.lang.reflect.Method joinMethod() {
        try {
            return TextFunctions.class.getMethod("join", String.class, Object.class, Object.class);
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }
}
