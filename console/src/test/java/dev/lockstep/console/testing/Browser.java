package dev.lockstep.console.testing;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser without a screen: keeps cookies and fills the anti-forgery field in. */
public final class Browser {
    private static final Pattern FORGERY = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private String forgeryToken = "";

    public static Browser signedIn(String token) {
        Browser browser = new Browser();
        browser.open("/sign-in");
        HttpResponse<String> answer = browser.post("/sign-in", Map.of("token", token));
        if (!answer.headers().firstValue("Location").orElse("").equals("/apps")) {
            throw new AssertionError("not signed in: " + answer.statusCode() + " " + answer.headers().map());
        }
        return browser;
    }

    public Map<String, String> cookies() {
        return cookies;
    }

    public HttpResponse<String> open(String target) {
        HttpResponse<String> answer = take(TestConsole.send(request(target)));
        Matcher matcher = FORGERY.matcher(answer.body());
        if (matcher.find()) {
            forgeryToken = matcher.group(1);
        }
        return answer;
    }

    public HttpResponse<String> post(String target, Map<String, String> form) {
        Map<String, String> all = new LinkedHashMap<>(form);
        all.put("_csrf", forgeryToken);
        return postWithoutForgeryToken(target, all);
    }

    public HttpResponse<String> postWithoutForgeryToken(String target, Map<String, String> form) {
        String body = form.entrySet().stream().map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
        return take(TestConsole.send(request(target).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))));
    }

    public HttpRequest.Builder request(String target) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(TestConsole.base() + target));
        if (!cookies.isEmpty()) {
            request.header("Cookie", cookies.entrySet().stream().map(c -> c.getKey() + "=" + c.getValue()).collect(Collectors.joining("; ")));
        }
        return request;
    }

    private HttpResponse<String> take(HttpResponse<String> answer) {
        for (String set : answer.headers().allValues("Set-Cookie")) {
            String pair = set.split(";", 2)[0];
            int at = pair.indexOf('=');
            if (set.contains("Max-Age=0")) {
                cookies.remove(pair.substring(0, at));
            } else {
                cookies.put(pair.substring(0, at), pair.substring(at + 1));
            }
        }
        return answer;
    }
}
