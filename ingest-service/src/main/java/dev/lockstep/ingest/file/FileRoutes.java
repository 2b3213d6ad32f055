package dev.lockstep.ingest.file;

import dev.lockstep.ingest.IngestSettings;
import dev.lockstep.ingest.Posting;
import dev.lockstep.ingest.file.Upload.Mode;
import dev.lockstep.ingest.file.Upload.RejectedRow;
import dev.lockstep.ingest.source.Source;
import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** CSV files over REST. */
@RestController
@RequestMapping("/api/v1/sources/{source}")
final class FileRoutes {
    private static final Pattern UPLOAD_ID = Pattern.compile("[A-Za-z0-9_-]{8,64}");

    private final Posting posting;
    private final FileIntake intake;
    private final IngestSettings settings;

    FileRoutes(Posting posting, FileIntake intake, IngestSettings settings) {
        this.posting = posting;
        this.intake = intake;
        this.settings = settings;
    }

    /** The shape of api.md; {@code done} = the directory has taken in all that was accepted, or the upload failed. */
    record View(
            String uploadId, String state, String mode, long rows, long accepted, long unchanged, long leavers, long held, long applied,
            long rejectedCount, List<RejectedRow> rejected, boolean done, Upload.@Nullable Failure failure) {
        static View of(FileIntake.Seen seen) {
            Upload upload = seen.upload();
            return new View(upload.id(), upload.state().name().toLowerCase(Locale.ROOT), upload.mode().name().toLowerCase(Locale.ROOT),
                    upload.rows(), upload.accepted(), upload.unchanged(), upload.leavers(), upload.held(), seen.applied(), upload.rejectedCount(),
                    upload.rejected(), upload.takenIn() || upload.state() == Upload.State.FAILED, upload.failure());
        }
    }

    /** The answer to a file, when all of it is on the topic. */
    record Received(
            String uploadId, long rows, long accepted, long unchanged, long leavers, long held, long rejectedCount, List<RejectedRow> rejected) {
    }

    @PostMapping(path = "/files", consumes = {"text/csv", "application/csv"})
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Allowed(Role.SOURCE)
    @Operation(summary = "Send a CSV file, streamed; 202 when all of it is durable. Header Upload-Id lets the sender watch its progress meanwhile",
            requestBody = @RequestBody(required = true, content = @Content(mediaType = "text/csv", schema = @Schema(type = "string"))))
    Received files(@PathVariable("source") String id, @RequestParam(defaultValue = "delta") String mode,
            @RequestHeader(name = "Upload-Id", required = false) @Nullable String uploadId, HttpServletRequest request, HttpServletResponse response) {
        Source source = posting.admit(id, request, response);
        String upload = uploadId == null ? UUID.randomUUID().toString() : uploadId;
        if (!UPLOAD_ID.matcher(upload).matches()) {
            throw Problem.badRequest("bad-upload-id", "Upload-Id has 8 to 64 letters, digits, - and _.", "Leave it out, or send a UUID.");
        }
        boolean gzip = packed(request);
        Charset charset = charset(request);
        FileIntake.Order order = new FileIntake.Order(source, mode(mode), upload, Caller.current().subject(), posting.onRecord(source, "file"));
        Upload read = intake.receive(order, () -> Decoded.reader(
                Unpacked.of(request.getInputStream(), gzip, settings.maxFileBytes()), source.settings().encoding(), charset));
        response.setHeader(HttpHeaders.LOCATION, "/api/v1/sources/" + id + "/uploads/" + upload);
        return new Received(upload, read.rows(), read.accepted(), read.unchanged(), read.leavers(), read.held(), read.rejectedCount(), read.rejected());
    }

    @GetMapping("/uploads/{id}")
    @Allowed({Role.OPERATOR, Role.AUDITOR, Role.SOURCE})
    @Operation(summary = "How far an upload is, and which rows were refused")
    View upload(@PathVariable String source, @PathVariable String id) {
        posting.find(source);
        return intake.look(source, id).map(View::of)
                .orElseThrow(() -> Problem.notFound("This upload", "Uploads are kept for 90 days; the answer to the file names its id."));
    }

    private static Mode mode(String mode) {
        return switch (mode) {
            case "snapshot" -> Mode.SNAPSHOT;
            case "delta" -> Mode.DELTA;
            default -> throw Problem.badRequest("bad-mode", "mode is snapshot or delta.", "snapshot: the file is everyone; delta: only what changed.");
        };
    }

    private static boolean packed(HttpServletRequest request) {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding == null || encoding.equalsIgnoreCase("identity")) {
            return false;
        }
        if (encoding.equalsIgnoreCase("gzip")) {
            return true;
        }
        throw new Problem(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", "Files come as they are or packed with gzip.",
                "Send Content-Encoding: gzip, or none.", List.of());
    }

    private static @Nullable Charset charset(HttpServletRequest request) {
        try {
            return MediaType.parseMediaType(request.getContentType()).getCharset();
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("bad-encoding", "The charset of the Content-Type is not known here.", "Use UTF-8, windows-1252 or UTF-16LE, for instance.");
        }
    }
}
