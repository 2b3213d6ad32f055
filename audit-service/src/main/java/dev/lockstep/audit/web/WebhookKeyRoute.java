package dev.lockstep.audit.web;

import dev.lockstep.audit.notify.WebhookKey;
import dev.lockstep.kit.KitSettings;
import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.Role;
import io.swagger.v3.oas.annotations.Operation;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a receiver of webhook calls needs to check that they come from here. */
@RestController
final class WebhookKeyRoute {
    private final KitSettings kit;

    WebhookKeyRoute(KitSettings kit) {
        this.kit = kit;
    }

    /**
     * @param algorithm {@code ed25519}: the signatures begin with {@code v1a}
     * @param publicKey {@code whpk_} and the key's 32 bytes in Base64
     */
    record View(String algorithm, String publicKey) {
    }

    @GetMapping("/api/v1/webhook-key")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "The public key with which the signatures of webhook calls are checked")
    View key() {
        WebhookKey key = WebhookKey.in(kit.keysDirectory());
        if (key == null) {
            throw Problem.notFound("webhook key of this installation",
                    "Make it with \"lockstep keys --if-missing\" and restart the audit service.");
        }
        return new View("ed25519", key.publicKey());
    }
}
