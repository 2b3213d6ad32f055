package dev.lockstep.console.pages;

import dev.lockstep.console.tokens.Grant;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.RequestId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.servlet.ModelAndView;

/** A refusal as a page: what went wrong, and what to do next. */
@ControllerAdvice(basePackageClasses = PageProblems.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class PageProblems {
    @ModelAttribute("who")
    @Nullable String who(HttpServletRequest request) {
        return name(request);
    }

    @ExceptionHandler
    ModelAndView problem(Problem problem, HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(problem.status().value());
        ModelAndView page = new ModelAndView("error");
        page.addObject("who", name(request));
        page.addObject("title", problem.status().getReasonPhrase());
        page.addObject("detail", String.valueOf(problem.getMessage()));
        page.addObject("next", problem.next());
        page.addObject("requestId", RequestId.of(request));
        return page;
    }

    private static @Nullable String name(HttpServletRequest request) {
        Grant grant = Grant.of(request);
        return grant == null ? null : grant.caller().subject().replaceFirst("^token:", "");
    }
}
