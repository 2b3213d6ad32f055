package dev.lockstep.console.gateway;

import dev.lockstep.kit.web.Problem;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a service answered. */
public record ServiceAnswer(Service service, int status, byte[] body, JsonMapper json) {

    public boolean isOk() {
        return status >= 200 && status < 300;
    }

    public boolean isNotFound() {
        return status == HttpStatus.NOT_FOUND.value();
    }

    /** The body, an empty object when there is none. @throws Problem 503 when it is no JSON: no service of ours says that */
    public JsonNode tree() {
        if (body.length == 0) {
            return json.createObjectNode();
        }
        try {
            return json.readTree(body);
        } catch (JacksonException e) {
            throw Unreachable.problem(service);
        }
    }

    /** This answer when it is a success. @throws Problem the service's own one otherwise */
    public ServiceAnswer orRefuse() {
        if (isOk()) {
            return this;
        }
        throw problem();
    }

    private Problem problem() {
        HttpStatus known = HttpStatus.resolve(status);
        if (known == null || known.is5xxServerError() || known == HttpStatus.UNAUTHORIZED) {
            return Unreachable.problem(service);
        }
        JsonNode said = tree();
        List<Problem.Detail> errors = new ArrayList<>();
        for (JsonNode error : said.path("errors")) {
            errors.add(new Problem.Detail(error.path("pointer").asString(""), error.path("code").asString(""), error.path("message").asString("")));
        }
        return new Problem(known, said.path("code").asString("refused"),
                said.path("detail").asString("The " + service.label() + " service refuses this request."),
                said.path("next").asString("Correct the request and send it again."), errors);
    }
}
