package dev.lockstep.kit.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** Problem documents from filters, where no controller advice reaches. */
public final class Refusals {
    private Refusals() {
    }

    public static void write(JsonMapper json, HttpServletRequest request, HttpServletResponse response, HttpStatus status,
            String code, String detail, String next) throws IOException {
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsBytes(
                Problems.body(status, code, detail, next, List.of(), RequestId.of(request))));
    }
}
