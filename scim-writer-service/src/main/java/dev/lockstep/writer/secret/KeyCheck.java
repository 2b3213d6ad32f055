package dev.lockstep.writer.secret;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.UpdateOptions;
import dev.lockstep.kit.secret.Opener;
import dev.lockstep.kit.secret.Sealer;
import dev.lockstep.kit.security.KeyFiles;
import java.nio.file.Path;
import org.bson.Document;

/**
 * Refuses to start with a missing or a wrong private key. A text sealed at the first start is kept in the store; a key that
 * cannot open it is not the key for which the apps' secrets were sealed.
 */
public final class KeyCheck {
    private static final String CONTEXT = "lockstep/key-check/1";
    private static final String TEXT = "this installation's key";

    private KeyCheck() {
    }

    /** @throws IllegalStateException when the key is missing or another one */
    public static Opener opener(Path keys, MongoDatabase database) {
        Opener opener = new Opener(KeyFiles.read(keys.resolve(KeyFiles.SECRETS_PRIVATE)));
        MongoCollection<Document> checks = database.getCollection("key_check");
        Document known = checks.find(eq("_id", "secrets")).first();
        if (known == null) {
            String sealed = new Sealer(KeyFiles.read(keys.resolve(KeyFiles.SECRETS_PUBLIC))).seal(TEXT, CONTEXT);
            checks.updateOne(eq("_id", "secrets"), new Document("$setOnInsert", new Document("sealed", sealed)), new UpdateOptions().upsert(true));
            known = checks.find(eq("_id", "secrets")).first();
        }
        try {
            opener.open(String.valueOf(known == null ? null : known.getString("sealed")), CONTEXT);
        } catch (Opener.CannotOpen e) {
            throw new IllegalStateException("the key " + keys.resolve(KeyFiles.SECRETS_PRIVATE)
                    + " is not the one for which this installation's secrets were sealed: restore the right one from the backup", e);
        }
        return opener;
    }
}
