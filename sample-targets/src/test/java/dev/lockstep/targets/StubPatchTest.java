package dev.lockstep.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class StubPatchTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        // before | operation | after
        "{}                              | {'op':'Add','path':'title','value':'T'}                     | {'title':'T'}",
        "{'title':'T'}                   | {'op':'remove','path':'title'}                              | {}",
        "{'title':'T'}                   | {'op':'replace','path':'title','value':null}                | {}",
        "{'name':{'givenName':'G'}}      | {'op':'replace','path':'name.familyName','value':'F'}       | {'name':{'givenName':'G','familyName':'F'}}",
        "{'active':true}                 | {'op':'Replace','value':{'active':false,'name.givenName':'G'}} | {'active':false,'name':{'givenName':'G'}}",
        "{}                              | {'op':'add','path':'urn:x:2.0:User:department','value':'D'}  | {'urn:x:2.0:User':{'department':'D'}}",
        "{'urn:x:2.0:User':{'a':1}}      | {'op':'add','value':{'urn:x:2.0:User':{'b':2}}}              | {'urn:x:2.0:User':{'a':1,'b':2}}",
        "{'urn:x:2.0:User':{'a':1}}      | {'op':'remove','path':'urn:x:2.0:User'}                      | {}",
        "{}                              | {'op':'add','path':'urn:x:2.0:User:manager.value','value':'7'} | {'urn:x:2.0:User':{'manager':{'value':'7'}}}",
        "{'title':'T'}                   | {'op':'replace','path':'urn:ietf:params:scim:schemas:core:2.0:User:title','value':'U'} | {'title':'U'}",
        "{}                              | {'op':'add','path':'emails[type eq ~work~].value','value':'w'} | {'emails':[{'type':'work','value':'w'}]}",
        "{'emails':[{'type':'home','value':'h'},{'type':'work','value':'w'}]} | {'op':'replace','path':'emails[type eq ~work~].value','value':'v'} | {'emails':[{'type':'home','value':'h'},{'type':'work','value':'v'}]}",
        "{'emails':[{'type':'home','value':'h'},{'type':'work','value':'w'}]} | {'op':'remove','path':'emails[type eq ~home~]'} | {'emails':[{'type':'work','value':'w'}]}",
        "{'emails':[{'type':'work','value':'w'}]} | {'op':'remove','path':'emails[type eq ~work~]'} | {}",
        "{'roles':[{'value':'a'}]}       | {'op':'add','path':'roles','value':[{'value':'b'}]}          | {'roles':[{'value':'a'},{'value':'b'}]}",
        "{'roles':[{'value':'a'}]}       | {'op':'replace','path':'roles','value':[{'value':'b'}]}      | {'roles':[{'value':'b'}]}",
        "{'roles':[{'value':'a'},{'value':'b'}]} | {'op':'Remove','path':'roles','value':[{'value':'b'}]} | {'roles':[{'value':'a'}]}",
    })
    void an_operation_changes_what_its_path_names(String before, String operation, String after) {
        ObjectNode resource = object(before);
        StubPatch.apply(resource, object("{'Operations':[" + operation + "]}"));
        assertThat(resource).isEqualTo(object(after));
    }

    @Test
    void an_unknown_operation_is_refused() {
        assertThatThrownBy(() -> StubPatch.apply(object("{}"), object("{'Operations':[{'op':'move','path':'a','value':1}]}")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StubPatch.apply(object("{}"), object("{'Operations':[{'op':'add','value':1}]}")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Quotes are easier to read as ' here, and those inside strings as ~. */
    private static ObjectNode object(String json) {
        return (ObjectNode) JSON.readTree(json.replace('\'', '"').replace("~", "\\\""));
    }
}
