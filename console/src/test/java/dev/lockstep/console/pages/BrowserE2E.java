package dev.lockstep.console.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import dev.lockstep.console.gateway.Service;
import dev.lockstep.console.testing.Scene;
import dev.lockstep.console.testing.TestConsole;
import dev.lockstep.kit.web.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The pages in a real browser. Skipped where there is no chromium ({@code apt-get install chromium}). */
@EnabledIf(value = "chromiumIsThere", disabledReason = "no /usr/bin/chromium on this machine")
class BrowserE2E {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    /** Each would show that text of a stored field became markup or script. */
    private static final List<String> HOSTILE = List.of(
            "<script>window.hit=1</script>", "\"><img src=x onerror=window.hit=1>", "'><svg onload=window.hit=1>", "javascript:window.hit=1",
            "<div hx-get=\"/sign-out\" hx-trigger=\"load\">x</div>", "<style>body{display:none}</style>", "[[${7*7}]] __${7*7}__ ${7*7}",
            "</title><script>window.hit=1</script>", "<a href=\"javascript:window.hit=1\">x</a>", "\u202Eevil\u0000");

    private static Playwright playwright;
    private static com.microsoft.playwright.Browser chromium;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> foreign = new CopyOnWriteArrayList<>();
    private BrowserContext context;
    private Page page;

    static boolean chromiumIsThere() {
        return Files.isExecutable(CHROMIUM);
    }

    @BeforeAll
    static void start() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
        chromium = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM).setHeadless(true).setArgs(List.of(
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync")));
    }

    @AfterAll
    static void stop() {
        chromium.close();
        playwright.close();
    }

    @BeforeEach
    void openContext() {
        Scene.play("Pingboard");
        open(new com.microsoft.playwright.Browser.NewContextOptions().setViewportSize(1280, 900));
    }

    private void open(com.microsoft.playwright.Browser.NewContextOptions options) {
        context = chromium.newContext(options);
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.text().contains("Content Security Policy")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onDialog(dialog -> {
            complaints.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
        page.onRequest(request -> {
            if (!request.url().startsWith(TestConsole.base())) {
                foreign.add(request.url());
            }
        });
    }

    @AfterEach
    void nothingWasComplainedAboutOrFetchedFromElsewhere() {
        context.close();
        assertThat(complaints).isEmpty();
        assertThat(foreign).isEmpty();
    }

    private void signIn(Role role) {
        page.navigate(TestConsole.base() + "/apps");
        page.getByLabel("API token").fill(TestConsole.token(role));
        page.keyboard().press("Enter");
        page.waitForURL("**/apps");
    }

    private void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")).setFullPage(true));
    }

    @Test
    void a_person_signs_in_and_sees_live_progress() {
        page.navigate(TestConsole.base() + "/apps");
        screenshot("sign-in");
        signIn(Role.OPERATOR);
        assertThat(page.locator("#apps .app").count()).isEqualTo(4);
        screenshot("apps");

        TestConsole.stub(Service.WRITER).on("GET /internal/apps/pingboard/progress", 200,
                "{\"sync\":{\"rows\":9480,\"settled\":9480,\"failed\":4,\"complete\":true},\"backlog\":{}}");
        page.waitForCondition(() -> page.locator("#apps .app").first().textContent().contains("In lockstep"), new Page.WaitForConditionOptions().setTimeout(10_000));

        page.getByText("Pingboard").first().click();
        page.waitForURL("**/apps/pingboard");
        screenshot("app");
        page.locator("#all-activity").click();
        page.waitForURL("**/activity?app=pingboard");
        screenshot("activity");
        page.navigate(TestConsole.base() + "/activity/act-2");
        page.getByText("Raw JSON").click();
        screenshot("one-activity");
    }

    @Test
    void an_administrator_follows_a_draft_on_the_page_of_mappings() {
        signIn(Role.ADMIN);
        page.navigate(TestConsole.base() + "/apps/pingboard");
        page.locator("#all-mappings").click();
        page.waitForURL("**/apps/pingboard/mappings");
        assertThat(page.locator("#draft").textContent()).contains("Comparing");
        TestConsole.stub(Service.MAPPING).on("GET /api/v1/apps/pingboard/schema/draft/report", 200,
                "{\"state\":\"complete\",\"progress\":{\"walked\":3000,\"total\":3000},\"counts\":{},\"accounts\":{\"items\":[]}}");
        page.waitForCondition(() -> page.locator("#draft").textContent().contains("Compared with everybody"), new Page.WaitForConditionOptions().setTimeout(10_000));
        page.getByLabel("Person").fill("hr-1");
        page.keyboard().press("Enter");
        page.waitForURL("**/mappings?user=hr-1**");
        assertThat(page.locator("main").textContent()).contains("Where it comes from", "In scope");
        screenshot("mappings");
    }

    @Test
    void hostile_names_stay_text_on_every_page() {
        for (String hostile : HOSTILE) {
            Scene.play(hostile.replace("\u0000", ""));
            if (context.cookies().stream().noneMatch(cookie -> cookie.name.equals("lockstep-session"))) {
                signIn(Role.ADMIN);
            }
            for (String path : List.of("/apps", "/apps/pingboard", "/apps/pingboard/mappings?user=hr-1&from=1&to=2", "/apps/pingboard/mappings/draft", "/activity", "/activity/act-1", "/activity/act-2")) {
                page.navigate(TestConsole.base() + path);
                assertThat(page.evaluate("window.hit")).as(path + " with " + hostile).isNull();
                assertThat(page.locator("main script, main style, main svg, main img, [onerror], [onload], [hx-get='/sign-out'], a[href^='javascript:']").count())
                        .as(path + " with " + hostile).isZero();
                assertThat(page.locator("main").isVisible()).isTrue();
                assertThat(page.content()).doesNotContain("__49__", "[[49]]");
            }
        }
        assertThat(page.locator("main").textContent()).contains("evil");
    }

    @Test
    void parts_that_refresh_stay_text_and_keep_the_focus() {
        signIn(Role.OPERATOR);
        page.navigate(TestConsole.base() + "/apps/pingboard");
        page.locator("#pause").focus();
        Scene.play("<img src=x onerror=window.hit=1>");
        int before = TestConsole.stub(Service.WRITER).asked().size();
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            page.waitForTimeout(100);
            return TestConsole.stub(Service.WRITER).asked().stream().filter(asked -> asked.target().contains("progress")).count() > before + 2;
        });

        assertThat(page.evaluate("document.activeElement.id")).isEqualTo("pause");
        assertThat(page.evaluate("window.hit")).isNull();
    }

    @Test
    void pages_suit_a_dark_screen_and_a_narrow_one() {
        context.close();
        open(new com.microsoft.playwright.Browser.NewContextOptions().setViewportSize(1280, 900).setColorScheme(ColorScheme.DARK));
        signIn(Role.OPERATOR);
        screenshot("apps-dark");
        page.navigate(TestConsole.base() + "/apps/pingboard");
        screenshot("app-dark");
        context.close();
        open(new com.microsoft.playwright.Browser.NewContextOptions().setViewportSize(320, 640));
        signIn(Role.ADMIN);
        for (String path : List.of("/apps", "/apps/pingboard", "/apps/pingboard/mappings?user=hr-1&from=1&to=2", "/apps/pingboard/mappings/draft", "/activity", "/activity/act-2")) {
            page.navigate(TestConsole.base() + path);
            // As wide as a window of 1280 pixels at 400 %: no scrolling sideways (WCAG 1.4.10).
            assertThat(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")).as(path).isEqualTo(true);
        }
        screenshot("narrow");
    }
}
