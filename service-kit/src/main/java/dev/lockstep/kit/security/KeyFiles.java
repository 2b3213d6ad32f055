package dev.lockstep.kit.security;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.hybrid.HybridConfig;
import com.google.crypto.tink.hybrid.PredefinedHybridParameters;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.text.ParseException;

/**
 * The keys of an installation, as files of one directory: the console's signing key pair, the writer's keyset for
 * secrets, and the audit service's key pair for webhooks. Private files have mode 600. Keys are made once, for a new installation, and never overwritten: with the
 * writer's private keyset lost, every stored secret is lost.
 */
public final class KeyFiles {
    public static final String SIGNING_PRIVATE = "console-signing-private.json";
    public static final String SIGNING_PUBLIC = "console-signing-public.json";
    public static final String SECRETS_PRIVATE = "writer-secrets-private.json";
    public static final String SECRETS_PUBLIC = "writer-secrets-public.json";
    public static final String WEBHOOK_PRIVATE = "audit-webhook-private.json";
    public static final String WEBHOOK_PUBLIC = "audit-webhook-public.json";

    private KeyFiles() {
    }

    /**
     * Makes the keys of a new installation.
     *
     * @throws IllegalStateException when the directory holds keys already, or some of them
     */
    public static void create(Path directory) {
        try {
            HybridConfig.register();
            Files.createDirectories(directory);
            OctetKeyPair signing = new OctetKeyPairGenerator(Curve.Ed25519).generate();
            KeysetHandle secrets = KeysetHandle.generateNew(PredefinedHybridParameters.HPKE_X25519_HKDF_SHA256_AES_128_GCM);
            write(directory.resolve(SIGNING_PRIVATE), signing.toJSONString(), true);
            write(directory.resolve(SIGNING_PUBLIC), signing.toPublicJWK().toJSONString(), false);
            write(directory.resolve(SECRETS_PRIVATE), TinkJsonProtoKeysetFormat.serializeKeyset(secrets, InsecureSecretKeyAccess.get()), true);
            write(directory.resolve(SECRETS_PUBLIC), TinkJsonProtoKeysetFormat.serializeKeysetWithoutSecret(secrets.getPublicKeysetHandle()), false);
            webhookKeys(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write keys to " + directory, e);
        } catch (JOSEException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot make keys", e);
        }
    }

    /** Makes the keys that an installation of an older version has not got. */
    public static void complete(Path directory) {
        if (Files.exists(directory.resolve(WEBHOOK_PRIVATE))) {
            return;
        }
        try {
            webhookKeys(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write keys to " + directory, e);
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot make keys", e);
        }
    }

    private static void webhookKeys(Path directory) throws IOException, JOSEException {
        OctetKeyPair webhook = new OctetKeyPairGenerator(Curve.Ed25519).generate();
        // The private one last: when it is there, both are.
        Files.deleteIfExists(directory.resolve(WEBHOOK_PUBLIC));
        write(directory.resolve(WEBHOOK_PUBLIC), webhook.toPublicJWK().toJSONString(), false);
        write(directory.resolve(WEBHOOK_PRIVATE), webhook.toJSONString(), true);
    }

    public static boolean exist(Path directory) {
        return Files.exists(directory.resolve(SIGNING_PRIVATE)) && Files.exists(directory.resolve(SECRETS_PRIVATE));
    }

    /** @throws IllegalStateException when the file is missing or no key: the service must not start */
    public static OctetKeyPair signingKey(Path file) {
        try {
            return OctetKeyPair.parse(read(file));
        } catch (ParseException e) {
            throw new IllegalStateException("key file " + file + " holds no Ed25519 key", e);
        }
    }

    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException("key file " + file + " is missing or unreadable: mount it, or restore it from the backup", e);
        }
    }

    private static void write(Path file, String content, boolean secret) throws IOException {
        if (Files.exists(file)) {
            throw new IllegalStateException(file + " exists: keys are never overwritten");
        }
        if (Files.getFileStore(file.getParent()).supportsFileAttributeView("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(secret ? "rw-------" : "rw-r--r--")));
        }
        Files.writeString(file, content, StandardOpenOption.CREATE);
    }
}
