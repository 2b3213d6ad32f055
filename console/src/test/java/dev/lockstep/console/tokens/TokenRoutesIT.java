package dev.lockstep.console.tokens;

import static dev.lockstep.console.testing.TestConsole.get;
import static dev.lockstep.console.testing.TestConsole.send;
import static dev.lockstep.console.testing.TestConsole.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.lockstep.console.testing.TestConsole;
import dev.lockstep.kit.web.Role;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TokenRoutesIT {
    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    void an_admin_makes_lists_and_deletes_tokens_and_the_store_holds_only_hashes() throws IOException {
        String admin = Files.readString(TestConsole.adminTokenFile()).strip();
        HttpResponse<String> made = send("POST", "/api/v1/tokens", admin, "{\"name\":\"dash board\",\"role\":\"auditor\",\"apps\":[\"ping\"],\"expiresAt\":\"2999-01-01T00:00:00Z\"}");
        assertThat(made.statusCode()).isEqualTo(201);
        JsonNode token = JSON.readTree(made.body());
        String text = token.path("token").stringValue();
        String id = token.path("id").stringValue();

        assertThat(get("/api/v1/status", text).body()).contains("\"subject\":\"token:dash board\"", "\"auditor\"", "\"name\":\"writer\",\"state\":\"ready\"");
        String list = get("/api/v1/tokens?limit=500", admin).body();
        assertThat(list).contains("\"id\":\"" + id + "\"", "\"name\":\"dash board\"", "\"expiresAt\":\"2999-01-01T00:00:00Z\"").doesNotContain(text, TokenText.hash(text));
        assertThat(stored()).contains(TokenText.hash(text)).doesNotContain(text).doesNotContain(admin);

        assertThat(send("DELETE", "/api/v1/tokens/" + id, admin, null).statusCode()).isEqualTo(204);
        assertThat(get("/api/v1/status", text).statusCode()).isEqualTo(401);
        assertThat(send("DELETE", "/api/v1/tokens/" + id, admin, null).statusCode()).isEqualTo(404);
    }

    private static String stored() {
        try (MongoClient client = MongoClients.create(TestConsole.storeUri())) {
            List<String> all = new ArrayList<>();
            client.getDatabase("lockstep_console").listCollectionNames().forEach(name ->
                    client.getDatabase("lockstep_console").getCollection(name).find().map(Document::toJson).into(all));
            return all.toString();
        }
    }

    @Test
    void only_an_admin_touches_tokens() {
        for (Role role : new Role[] {Role.OPERATOR, Role.AUDITOR, Role.SOURCE}) {
            String token = token(role);
            assertThat(get("/api/v1/tokens", token).statusCode()).isEqualTo(403);
            assertThat(send("POST", "/api/v1/tokens", token, "{\"name\":\"a\",\"role\":\"admin\"}").statusCode()).isEqualTo(403);
            assertThat(send("DELETE", "/api/v1/tokens/first-admin", token, null).statusCode()).isEqualTo(403);
        }
    }

    @Test
    void a_wrong_description_names_each_wrong_field() {
        HttpResponse<String> answer = send("POST", "/api/v1/tokens", token(Role.ADMIN),
                "{\"name\":\"<b>\",\"role\":\"root\",\"apps\":[\"A B\"],\"expiresAt\":\"" + Instant.EPOCH + "\"}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"/name\"", "\"/role\"", "\"/apps\"", "\"/expiresAt\"", "\"next\"");
    }
}
