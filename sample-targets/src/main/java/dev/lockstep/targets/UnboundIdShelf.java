package dev.lockstep.targets;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.unboundid.scim2.common.GenericScimResource;
import com.unboundid.scim2.common.exceptions.BadRequestException;
import com.unboundid.scim2.common.exceptions.ResourceConflictException;
import com.unboundid.scim2.common.exceptions.ResourceNotFoundException;
import com.unboundid.scim2.common.exceptions.ScimException;
import com.unboundid.scim2.common.filters.EqualFilter;
import com.unboundid.scim2.common.filters.Filter;
import com.unboundid.scim2.common.messages.ListResponse;
import com.unboundid.scim2.common.messages.PatchRequest;
import com.unboundid.scim2.common.types.Meta;
import com.unboundid.scim2.server.PATCH;
import com.unboundid.scim2.server.utils.ResourcePreparer;
import com.unboundid.scim2.server.utils.ResourceTypeDefinition;
import com.unboundid.scim2.server.utils.SchemaChecker;
import com.unboundid.scim2.server.utils.SimpleSearchResults;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What UnboundID's SDK leaves to its user: a JAX-RS endpoint over storage. The SDK checks, filters, patches and trims. */
@Produces({LoopbackServer.SCIM, MediaType.APPLICATION_JSON})
@Consumes({LoopbackServer.SCIM, MediaType.APPLICATION_JSON})
public abstract class UnboundIdShelf {

    private static final int MAX = UnboundIdApplication.MAX_RESULTS;

    private final String uniqueAttribute;
    private final ResourceTypeDefinition type = ResourceTypeDefinition.fromJaxRsResource(getClass());
    private final SchemaChecker checker = new SchemaChecker(type);
    private final Shelf<GenericScimResource> shelf;

    UnboundIdShelf(String uniqueAttribute) {
        this.uniqueAttribute = uniqueAttribute;
        this.shelf = new Shelf<>(
                r -> r.getObjectNode().path(uniqueAttribute).asText(null), GenericScimResource::getExternalId);
    }

    @GET
    public Response search(@Context UriInfo uri) throws ScimException {
        String filter = uri.getQueryParameters().getFirst("filter");
        Optional<List<GenericScimResource>> found =
                filter == null ? Optional.empty() : indexed(Filter.fromString(filter));
        if (found.isPresent()) {
            List<GenericScimResource> prepared = prepared(found.get(), uri);
            return Response.ok(new ListResponse<>(prepared.size(), prepared, 1, prepared.size())).build();
        }
        if (filter == null && uri.getQueryParameters().getFirst("sortBy") == null) {
            return page(uri);
        }
        var results = new SimpleSearchResults<GenericScimResource>(type, uri);
        results.addAll(shelf.inOrder().toList());
        return Response.ok(results).build();
    }

    @GET
    @Path("{id}")
    public GenericScimResource read(@PathParam("id") String id, @Context UriInfo uri) throws ScimException {
        return prepared(List.of(stored(id)), uri).getFirst();
    }

    @POST
    public Response create(@Nullable GenericScimResource request, @Context UriInfo uri) throws ScimException {
        ObjectNode wanted = checker.removeReadOnlyAttributes(required(request).getObjectNode());
        checker.checkCreate(wanted).throwSchemaExceptions();
        var resource = new GenericScimResource(wanted.deepCopy());
        String id = UUID.randomUUID().toString();
        resource.setId(id);
        stamp(resource, Calendar.getInstance());
        var preparer = new ResourcePreparer<GenericScimResource>(type, uri);
        preparer.setResourceTypeAndLocation(resource);
        if (shelf.add(id, resource) != Shelf.Stored.YES) {
            throw taken();
        }
        return Response.created(resource.getMeta().getLocation())
                .entity(preparer.trimCreatedResource(copy(resource), request))
                .build();
    }

    @PUT
    @Path("{id}")
    public GenericScimResource replace(
            @PathParam("id") String id, @Nullable GenericScimResource request, @Context UriInfo uri) throws ScimException {
        synchronized (shelf) {
            GenericScimResource current = stored(id);
            ObjectNode wanted = checker.removeReadOnlyAttributes(required(request).getObjectNode());
            checker.checkReplace(wanted, current.getObjectNode()).throwSchemaExceptions();
            var resource = new GenericScimResource(wanted.deepCopy());
            resource.setId(id);
            store(id, resource, current, uri);
            return new ResourcePreparer<GenericScimResource>(type, uri).trimReplacedResource(copy(resource), request);
        }
    }

    @PATCH
    @Path("{id}")
    public GenericScimResource modify(
            @PathParam("id") String id, @Nullable PatchRequest request, @Context UriInfo uri) throws ScimException {
        if (request == null) {
            throw BadRequestException.invalidSyntax("A PATCH needs a body");
        }
        synchronized (shelf) {
            GenericScimResource current = stored(id);
            checker.checkModify(request.getOperations(), current.getObjectNode()).throwSchemaExceptions();
            GenericScimResource resource = copy(current);
            request.apply(resource);
            store(id, resource, current, uri);
            return new ResourcePreparer<GenericScimResource>(type, uri)
                    .trimModifiedResource(copy(resource), request.getOperations());
        }
    }

    @DELETE
    @Path("{id}")
    public void delete(@PathParam("id") String id) throws ScimException {
        if (!shelf.remove(id)) {
            throw unknown(id);
        }
    }

    /** A single {@code eq} on an identifying attribute is answered from an index; empty means that the SDK must search. */
    private Optional<List<GenericScimResource>> indexed(Filter filter) {
        if (!(filter instanceof EqualFilter eq)
                || eq.getAttributePath().size() != 1
                || eq.getAttributePath().getElement(0).getValueFilter() != null
                || !eq.getComparisonValue().isTextual()) {
            return Optional.empty();
        }
        String attribute = eq.getAttributePath().getElement(0).getAttribute();
        String value = eq.getComparisonValue().asText();
        if (attribute.equalsIgnoreCase(uniqueAttribute)) {
            return Optional.of(shelf.named(value).stream().toList());
        }
        if (attribute.equalsIgnoreCase("externalId")) {
            return Optional.of(shelf.withExternalId(value));
        }
        return attribute.equalsIgnoreCase("id") ? Optional.of(shelf.get(value).stream().toList()) : Optional.empty();
    }

    private Response page(UriInfo uri) throws ScimException {
        int startIndex = Math.max(1, number(uri, "startIndex", 1));
        int count = Math.clamp(number(uri, "count", MAX), 0, MAX);
        List<GenericScimResource> page = shelf.inOrder().skip(startIndex - 1L).limit(count).toList();
        return Response.ok(new ListResponse<>(shelf.size(), prepared(page, uri), startIndex, page.size())).build();
    }

    private static int number(UriInfo uri, String parameter, int otherwise) throws BadRequestException {
        String given = uri.getQueryParameters().getFirst(parameter);
        try {
            return given == null ? otherwise : Integer.parseInt(given);
        } catch (NumberFormatException _) {
            throw BadRequestException.invalidValue(parameter + " must be a whole number");
        }
    }

    private List<GenericScimResource> prepared(List<GenericScimResource> resources, UriInfo uri) throws ScimException {
        var preparer = new ResourcePreparer<GenericScimResource>(type, uri);
        List<GenericScimResource> prepared = new ArrayList<>(resources.size());
        for (GenericScimResource resource : resources) {
            GenericScimResource copy = copy(resource);
            preparer.setResourceTypeAndLocation(copy);
            prepared.add(preparer.trimRetrievedResource(copy));
        }
        return prepared;
    }

    private void store(String id, GenericScimResource resource, GenericScimResource current, UriInfo uri)
            throws ScimException {
        stamp(resource, current.getMeta().getCreated());
        new ResourcePreparer<GenericScimResource>(type, uri).setResourceTypeAndLocation(resource);
        switch (shelf.replace(id, resource)) {
            case YES -> { }
            case NAME_TAKEN -> throw taken();
            case UNKNOWN_ID -> throw unknown(id);
        }
    }

    private GenericScimResource stored(String id) throws ResourceNotFoundException {
        return shelf.get(id).orElseThrow(() -> unknown(id));
    }

    private static GenericScimResource required(@Nullable GenericScimResource request) throws BadRequestException {
        if (request == null) {
            throw BadRequestException.invalidSyntax("A resource is required");
        }
        return request;
    }

    private static void stamp(GenericScimResource resource, Calendar created) {
        Meta meta = new Meta();
        meta.setCreated(created);
        meta.setLastModified(Calendar.getInstance());
        resource.setMeta(meta);
    }

    private static GenericScimResource copy(GenericScimResource resource) {
        return new GenericScimResource(resource.getObjectNode().deepCopy());
    }

    private ResourceConflictException taken() {
        return ResourceConflictException.uniqueness(uniqueAttribute + " is already taken");
    }

    private static ResourceNotFoundException unknown(String id) {
        return new ResourceNotFoundException("There is no resource with the id " + id);
    }
}
