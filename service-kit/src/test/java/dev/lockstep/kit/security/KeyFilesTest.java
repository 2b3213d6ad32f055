package dev.lockstep.kit.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {
    @TempDir
    private Path directory;

    @Test
    void an_installation_of_an_older_version_gets_the_webhook_keys_that_it_lacks_and_keeps_the_others() throws Exception {
        KeyFiles.create(directory);
        String signing = KeyFiles.read(directory.resolve(KeyFiles.SIGNING_PRIVATE));
        String secrets = KeyFiles.read(directory.resolve(KeyFiles.SECRETS_PRIVATE));
        Files.delete(directory.resolve(KeyFiles.WEBHOOK_PRIVATE));
        String lost = KeyFiles.read(directory.resolve(KeyFiles.WEBHOOK_PUBLIC));

        KeyFiles.complete(directory);

        String made = KeyFiles.read(directory.resolve(KeyFiles.WEBHOOK_PRIVATE));
        assertThat(KeyFiles.signingKey(directory.resolve(KeyFiles.WEBHOOK_PRIVATE)).toPublicJWK())
                .isEqualTo(KeyFiles.signingKey(directory.resolve(KeyFiles.WEBHOOK_PUBLIC)));
        assertThat(KeyFiles.read(directory.resolve(KeyFiles.WEBHOOK_PUBLIC))).isNotEqualTo(lost);
        assertThat(KeyFiles.read(directory.resolve(KeyFiles.SIGNING_PRIVATE))).isEqualTo(signing);
        assertThat(KeyFiles.read(directory.resolve(KeyFiles.SECRETS_PRIVATE))).isEqualTo(secrets);

        KeyFiles.complete(directory);

        assertThat(KeyFiles.read(directory.resolve(KeyFiles.WEBHOOK_PRIVATE))).isEqualTo(made);
        assertThatThrownBy(() -> KeyFiles.create(directory)).isInstanceOf(IllegalStateException.class);
    }
}
