package dev.lockstep.bench.expressions;

import dev.lockstep.engine.CompiledExpression;
import dev.lockstep.engine.Evaluation;
import dev.lockstep.engine.ExpressionCompiler;
import dev.lockstep.engine.context.EvaluationContext;
import dev.lockstep.engine.mapping.AttributeMapping;
import dev.lockstep.engine.mapping.MappedAccount;
import dev.lockstep.engine.mapping.MappingSet;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.jexl3.JexlBuilder;
import org.apache.commons.jexl3.JexlEngine;
import org.apache.commons.jexl3.JexlExpression;
import org.apache.commons.jexl3.MapContext;
import org.apache.commons.jexl3.introspection.JexlPermissions;
import org.jspecify.annotations.Nullable;
import org.springframework.expression.Expression;
import org.springframework.expression.spel.SpelCompilerMode;
import org.springframework.expression.spel.SpelParserConfiguration;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.StandardEvaluationContext;

/** Compiles once what is evaluated many times, each language in the way its manual recommends for that. */
public enum Language {
    LOCKSTEP {
        @Override
        Evaluator expression(Rule rule) {
            CompiledExpression compiled = ExpressionCompiler.compile(rule.lockstep());
            return user -> compiled.evaluate(user, CONTEXT) instanceof Evaluation.Result(var value, _) ? value.json() : null;
        }

        /** As the mapping service does it. What it finds beyond the values, such as what to match by, is its own extra. */
        @Override
        Mapper mapper(List<Rule> rules) {
            MappingSet set = MappingSet.compile(rules.stream().map(Language::mapping).toList());
            return user -> set.map(user, CONTEXT);
        }

        @Override
        Map<String, Object> account(Object mapped) {
            MappedAccount account = (MappedAccount) mapped;
            Map<String, Object> all = new LinkedHashMap<>(account.attributes());
            all.putAll(account.references());
            return all;
        }
    },
    SPEL_INTERPRETED {
        @Override
        Evaluator expression(Rule rule) {
            return spel(rule, SpelCompilerMode.OFF);
        }
    },
    SPEL_COMPILED {
        @Override
        Evaluator expression(Rule rule) {
            return spel(rule, SpelCompilerMode.IMMEDIATE);
        }
    },
    JEXL {
        @Override
        Evaluator expression(Rule rule) {
            JexlExpression compiled = JEXL_ENGINE.createExpression(rule.jexl());
            return user -> compiled.evaluate(new MapContext(user));
        }

        /** One context for all expressions of a user. */
        @Override
        Mapper mapper(List<Rule> rules) {
            JexlExpression[] compiled = rules.stream().map(rule -> JEXL_ENGINE.createExpression(rule.jexl())).toArray(JexlExpression[]::new);
            return user -> {
                MapContext context = new MapContext(user);
                Map<String, Object> account = LinkedHashMap.newLinkedHashMap(compiled.length);
                for (int i = 0; i < compiled.length; i++) {
                    Object value = compiled[i].evaluate(context);
                    if (value != null) {
                        account.put(rules.get(i).target(), value);
                    }
                }
                return account;
            };
        }
    };

    private static final EvaluationContext CONTEXT = EvaluationContext.at(Instant.EPOCH, new Random(1));
    private static final JexlEngine JEXL_ENGINE = new JexlBuilder().permissions(JexlPermissions.UNRESTRICTED).strict(false).silent(false).safe(true)
            .namespaces(Map.of("text", TextFunctions.class)).create();
    private static final StandardEvaluationContext SPEL_CONTEXT = spelContext();

    /** The value of one expression for a user. */
    interface Evaluator {
        @Nullable Object of(Map<String, @Nullable Object> user);
    }

    /** All values of a user, in whatever form the language leaves them. */
    interface Mapper {
        Object of(Map<String, @Nullable Object> user);
    }

    abstract Evaluator expression(Rule rule);

    Mapper mapper(List<Rule> rules) {
        Evaluator[] compiled = rules.stream().map(this::expression).toArray(Evaluator[]::new);
        return user -> {
            Map<String, Object> account = LinkedHashMap.newLinkedHashMap(compiled.length);
            for (int i = 0; i < compiled.length; i++) {
                Object value = compiled[i].of(user);
                if (value != null) {
                    account.put(rules.get(i).target(), value);
                }
            }
            return account;
        };
    }

    /** What a mapper made, as path to value: for comparing. */
    @SuppressWarnings("unchecked")
    Map<String, Object> account(Object mapped) {
        return (Map<String, Object>) mapped;
    }

    static Expression parsed(Rule rule, SpelCompilerMode mode) {
        return new SpelExpressionParser(new SpelParserConfiguration(mode, Language.class.getClassLoader())).parseExpression(rule.spel());
    }

    static Evaluator spel(Rule rule, SpelCompilerMode mode) {
        Expression expression = parsed(rule, mode);
        return user -> expression.getValue(SPEL_CONTEXT, user);
    }

    private static StandardEvaluationContext spelContext() {
        StandardEvaluationContext context = new StandardEvaluationContext();
        try {
            context.registerFunction("join", TextFunctions.class.getMethod("join", String.class, Object.class, Object.class));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
        return context;
    }

    private static AttributeMapping mapping(Rule rule) {
        String text = rule.lockstep();
        if (rule.target().equals(Rule.MANAGER)) {
            return AttributeMapping.reference(rule.target(), text.substring(1, text.length() - 1));
        }
        if (text.startsWith("[")) {
            return AttributeMapping.direct(rule.target(), text.substring(1, text.length() - 1));
        }
        return text.startsWith("\"") ? AttributeMapping.constant(rule.target(), text.substring(1, text.length() - 1))
                : AttributeMapping.expression(rule.target(), text);
    }
}
