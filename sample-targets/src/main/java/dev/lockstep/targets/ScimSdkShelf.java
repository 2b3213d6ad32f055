package dev.lockstep.targets;

import com.fasterxml.jackson.databind.JsonNode;
import de.captaingoldfish.scim.sdk.common.constants.ScimType;
import de.captaingoldfish.scim.sdk.common.constants.enums.Comparator;
import de.captaingoldfish.scim.sdk.common.constants.enums.SortOrder;
import de.captaingoldfish.scim.sdk.common.etag.ETag;
import de.captaingoldfish.scim.sdk.common.exceptions.ConflictException;
import de.captaingoldfish.scim.sdk.common.exceptions.ResourceNotFoundException;
import de.captaingoldfish.scim.sdk.common.resources.ResourceNode;
import de.captaingoldfish.scim.sdk.common.resources.complex.Meta;
import de.captaingoldfish.scim.sdk.common.schemas.SchemaAttribute;
import de.captaingoldfish.scim.sdk.common.utils.JsonHelper;
import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceHandler;
import de.captaingoldfish.scim.sdk.server.filter.AttributeExpressionLeaf;
import de.captaingoldfish.scim.sdk.server.filter.FilterNode;
import de.captaingoldfish.scim.sdk.server.filter.resources.FilterResourceResolver;
import de.captaingoldfish.scim.sdk.server.response.PartialListResponse;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What SCIM-SDK asks of storage, for any type of resource. Subclasses exist because the library reads the type argument. */
abstract class ScimSdkShelf<T extends ResourceNode> extends ResourceHandler<T> {

    private final String uniqueAttribute;
    private final Shelf<T> shelf;
    private final AtomicLong versions = new AtomicLong();

    ScimSdkShelf(String uniqueAttribute, Function<T, Optional<String>> uniqueName) {
        this.uniqueAttribute = uniqueAttribute;
        this.shelf = new Shelf<>(r -> uniqueName.apply(r).orElse(null), r -> r.getExternalId().orElse(null));
    }

    @Override
    public T createResource(T resource, Context context) {
        String id = UUID.randomUUID().toString();
        resource.setId(id);
        stamp(resource, Instant.now());
        if (shelf.add(id, copy(resource)) != Shelf.Stored.YES) {
            throw taken();
        }
        return resource;
    }

    @Override
    public @Nullable T getResource(
            String id, List<SchemaAttribute> attributes, List<SchemaAttribute> excludedAttributes, Context context) {
        return shelf.get(id).map(this::copy).orElse(null);
    }

    @Override
    public T updateResource(T resource, Context context) {
        String id = resource.getId().orElseThrow();
        Instant created = shelf.get(id).flatMap(ResourceNode::getMeta).flatMap(Meta::getCreated)
                .orElseThrow(() -> unknown(id));
        stamp(resource, created);
        return switch (shelf.replace(id, copy(resource))) {
            case YES -> resource;
            case NAME_TAKEN -> throw taken();
            case UNKNOWN_ID -> throw unknown(id);
        };
    }

    @Override
    public void deleteResource(String id, Context context) {
        if (!shelf.remove(id)) {
            throw unknown(id);
        }
    }

    @Override
    public PartialListResponse<T> listResources(
            long startIndex,
            int count,
            @Nullable FilterNode filter,
            @Nullable SchemaAttribute sortBy,
            @Nullable SortOrder sortOrder,
            List<SchemaAttribute> attributes,
            List<SchemaAttribute> excludedAttributes,
            Context context) {
        if (filter == null && sortBy == null) {
            return page(shelf.inOrder().skip(startIndex - 1).limit(count).toList(), shelf.size());
        }
        List<T> found = filter == null ? shelf.inOrder().toList() : find(filter);
        if (sortBy != null) {
            found = sorted(found, sortBy, sortOrder);
        }
        return page(found.stream().skip(startIndex - 1).limit(count).toList(), found.size());
    }

    boolean has(String id) {
        return shelf.get(id).isPresent();
    }

    /** A single {@code eq} on an identifying attribute is answered from an index, anything else by the library's filter. */
    private List<T> find(FilterNode filter) {
        if (filter instanceof AttributeExpressionLeaf leaf
                && leaf.getComparator() == Comparator.EQ
                && leaf.getStringValue().isPresent()) {
            String value = leaf.getStringValue().get();
            String attribute = leaf.getShortName();
            if (attribute.equalsIgnoreCase(uniqueAttribute)) {
                return shelf.named(value).stream().toList();
            }
            if (attribute.equalsIgnoreCase("externalId")) {
                return shelf.withExternalId(value);
            }
            if (attribute.equalsIgnoreCase("id")) {
                return shelf.get(value).stream().toList();
            }
        }
        return FilterResourceResolver.filterResources(
                getServiceProvider(), shelf.inOrder().toList(), filter);
    }

    private List<T> sorted(List<T> found, SchemaAttribute sortBy, @Nullable SortOrder order) {
        var ascending = java.util.Comparator.comparing((T r) -> textAt(r, sortBy.getScimNodeName()),
                java.util.Comparator.nullsLast(java.util.Comparator.<String>naturalOrder()));
        return found.stream().sorted(order == SortOrder.DESCENDING ? ascending.reversed() : ascending).toList();
    }

    private static @Nullable String textAt(JsonNode resource, String dotted) {
        JsonNode node = resource.at("/" + dotted.replace('.', '/'));
        return node.isValueNode() ? node.asText().toLowerCase(Locale.ROOT) : null;
    }

    private PartialListResponse<T> page(List<T> resources, int total) {
        return PartialListResponse.<T>builder()
                .resources(resources.stream().map(this::copy).toList())
                .totalResults(total)
                .build();
    }

    /** The library writes into what it is handed (locations, versions, patches), so nothing stored may leave. */
    private T copy(T resource) {
        return JsonHelper.copyResourceToObject(resource.deepCopy(), getType());
    }

    /** Sets the version too: the one that the library would compute changes with the location that it adds to answers. */
    private void stamp(T resource, Instant created) {
        Meta meta = Meta.builder().created(created).lastModified(Instant.now())
                .resourceType(getResourceType().getName()).build();
        meta.setVersion(ETag.builder().weak(true).tag(Long.toString(versions.incrementAndGet())).build());
        resource.remove("meta");
        resource.setMeta(meta);
    }

    private ConflictException taken() {
        return new ConflictException(uniqueAttribute + " is already taken", ScimType.RFC7644.UNIQUENESS);
    }

    private static ResourceNotFoundException unknown(String id) {
        return new ResourceNotFoundException("There is no resource with the id " + id, null, null);
    }
}
