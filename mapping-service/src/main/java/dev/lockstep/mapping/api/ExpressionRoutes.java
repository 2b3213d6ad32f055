package dev.lockstep.mapping.api;

import dev.lockstep.engine.Evaluation;
import dev.lockstep.engine.ExpressionCompiler;
import dev.lockstep.engine.context.EvaluationContext;
import dev.lockstep.engine.function.FunctionCatalog;
import dev.lockstep.engine.function.FunctionSpec;
import dev.lockstep.engine.problem.ExpressionProblems;
import dev.lockstep.engine.problem.Problem;
import dev.lockstep.engine.syntax.SyntaxNode;
import dev.lockstep.engine.value.Value;
import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Page;
import dev.lockstep.kit.web.Role;
import io.swagger.v3.oas.annotations.Operation;
import dev.lockstep.mapping.rules.Expectations;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tries expressions out, and lists the functions. */
@RestController
@RequestMapping("/api/v1/expressions")
final class ExpressionRoutes {
    private final Clock clock;

    ExpressionRoutes(Clock clock) {
        this.clock = clock;
    }

    /** @param takenTargetValues values already in use in the target, for SelectUniqueValue */
    record Context(@Nullable String defaultDomain, @Nullable List<String> takenTargetValues) {
    }

    record Evaluate(@Nullable String expression, @Nullable Map<String, @Nullable Object> attributes, @Nullable Context context) {
    }

    @PostMapping("/evaluate")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "Evaluates an expression: {value, type}, {ignored: true} or {error{code, message, position}}, with its parse tree and all errors")
    Map<String, @Nullable Object> evaluate(@RequestBody Evaluate body) {
        String expression = body.expression() == null ? "" : body.expression();
        Map<String, @Nullable Object> attributes = body.attributes() == null ? Map.of() : body.attributes();
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        try {
            switch (ExpressionCompiler.compile(expression).evaluate(attributes, context(body.context()))) {
                case Evaluation.Result result -> {
                    answer.put("value", result.answer());
                    answer.put("type", type(result.value()));
                    if (result.redacted()) {
                        answer.put("log", result.log());
                    }
                }
                case Evaluation.Ignored() -> answer.put("ignored", true);
                case Evaluation.Failed(Problem problem) -> problems.add(problem);
            }
        } catch (ExpressionProblems found) {
            problems.addAll(found.problems());
        }
        if (!problems.isEmpty()) {
            answer.put("error", error(problems.getFirst(), expression));
        }
        answer.put("errors", problems.stream().map(problem -> error(problem, expression)).toList());
        answer.put("tree", ExpressionCompiler.syntax(expression).map(Part::of).orElse(null));
        return answer;
    }

    /**
     * A part of an expression.
     *
     * @param kind {@code attribute}, {@code text}, {@code number}, {@code word}, {@code omitted}, {@code call} or {@code comparison}
     */
    record Part(String kind, String name, String text, int position, int length, List<Part> children) {
        static Part of(SyntaxNode node) {
            return new Part(node.kind().key(), node.name(), node.text(), node.position(), node.length(), node.children().stream().map(Part::of).toList());
        }
    }

    private static String type(Value value) {
        return switch (value) {
            case Value.Nothing nothing -> "null";
            case Value.Text text -> "text";
            case Value.Number number -> "number";
            case Value.Flag flag -> "boolean";
            case Value.Moment moment -> "date";
            case Value.Items items -> "list";
            case Value.Fields fields -> "object";
        };
    }

    private EvaluationContext context(@Nullable Context given) {
        EvaluationContext context = EvaluationContext.at(clock.instant(), new SecureRandom());
        if (given == null) {
            return context;
        }
        List<String> taken = given.takenTargetValues() == null ? List.of() : given.takenTargetValues();
        return context.withDefaultDomain(given.defaultDomain()).withTaken((target, value) -> taken.contains(value));
    }

    private static Map<String, @Nullable Object> error(Problem problem, String expression) {
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        error.put("code", problem.code().key());
        error.put("message", problem.message());
        error.put("position", problem.position());
        error.put("length", problem.length());
        error.put("caret", problem.caret());
        error.put("expected", Expectations.of(problem, expression));
        error.put("suggestion", problem.suggestion());
        return error;
    }

    record ParameterView(String name, String type, boolean required, boolean allowMultipleOccurrences) {
    }

    /** @param result in the form of the answer of {@code evaluate}; null for no value */
    record ExampleView(String expression, Map<String, Object> attributes, @Nullable String result) {
    }

    record FunctionView(String name, String signature, String description, String result, List<ParameterView> parameters, List<ExampleView> examples) {
        static FunctionView of(FunctionSpec spec) {
            return new FunctionView(spec.name(), spec.signature(), spec.sentence(), spec.result().toString(), spec.parameters().stream()
                    .map(p -> new ParameterView(p.name(), p.type().toString(), p.required(), p.repeated())).toList(),
                    spec.examples().stream().map(e -> new ExampleView(e.expression(), e.attributes(), e.result())).toList());
        }
    }

    @GetMapping("/functions")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "All functions of the expression language")
    Page<FunctionView> functions() {
        return new Page<>(FunctionCatalog.all().stream().map(FunctionView::of).toList(), null);
    }
}
