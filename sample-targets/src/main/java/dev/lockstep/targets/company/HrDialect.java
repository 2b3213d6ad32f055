package dev.lockstep.targets.company;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How an HR system names its columns and writes its dates, and the source configuration that reads them. */
public enum HrDialect {

    /** Semicolons, German headers, dates as 31.12.2020. */
    GERMAN(";", "dd.MM.yyyy", "Notiz", """
            Personen-ID=objectId;Personalnummer=employeeId;Vorname=givenName;Nachname=surname;Anzeigename=displayName;\
            Benutzername=userPrincipalName;E-Mail=mail;Alias=mailNickname;Position=jobTitle;Abteilung=department;\
            Firma=companyName;Standort=physicalDeliveryOfficeName;Straße=streetAddress;PLZ=postalCode;Ort=city;Land=country;\
            Telefon=telephoneNumber;Mobil=mobile;Vorgesetzte/r=manager;Status=accountEnabled;Eintrittsdatum=employeeHireDate;\
            Sprache=preferredLanguage""",
            Map.of("accountEnabled", pairs("true=aktiv;false=ruhend"),
                    "country", pairs("DE=Deutschland;NO=Norwegen;IE=Irland;PT=Portugal;US=Vereinigte Staaten"))),

    /** Commas, English headers, dates as 12/31/2020. */
    ENGLISH(",", "MM/dd/yyyy", "Remarks", """
            Person ID=objectId;Employee number=employeeId;First name=givenName;Last name=surname;Known as=displayName;\
            Login=userPrincipalName;E-mail address=mail;Alias=mailNickname;Job title=jobTitle;Department=department;\
            Company=companyName;Office=physicalDeliveryOfficeName;Street=streetAddress;Zip=postalCode;City=city;\
            Country=country;Phone=telephoneNumber;Mobile=mobile;Supervisor=manager;Employment status=accountEnabled;\
            Start date=employeeHireDate;Language=preferredLanguage""",
            Map.of("accountEnabled", pairs("true=Active;false=On leave"),
                    "country", pairs("DE=Germany;NO=Norway;IE=Ireland;PT=Portugal;US=United States")));

    private final String delimiter;
    private final String datePattern;
    private final String remarksHeader;
    private final Map<String, String> attributeByHeader;
    private final Map<String, Map<String, String>> wordings;

    HrDialect(String delimiter, String datePattern, String remarksHeader, String columns,
            Map<String, Map<String, String>> wordings) {
        this.delimiter = delimiter;
        this.datePattern = datePattern;
        this.remarksHeader = remarksHeader;
        this.attributeByHeader = pairs(columns);
        this.wordings = wordings;
    }

    /** @return the cell delimiter */
    public String delimiter() {
        return delimiter;
    }

    /** @return the header row; the last column is free text that nobody maps */
    public List<String> headers() {
        List<String> headers = new ArrayList<>(attributeByHeader.keySet());
        headers.add(remarksHeader);
        return headers;
    }

    /** @return this person's cells, unquoted, without the last column */
    List<String> cells(Person person) {
        return attributeByHeader.values().stream().map(attribute -> cell(person, attribute)).toList();
    }

    /** @return the source configuration that reads this dialect, as the body of {@code POST /api/v1/sources} */
    public ObjectNode source(String id) {
        ObjectNode source = JsonMapper.shared().createObjectNode()
                .put("id", id)
                .put("kind", "csv")
                .put("objectType", "user")
                .put("delimiter", delimiter)
                .put("encoding", "UTF-8");
        source.putArray("nullText").add("-");
        source.set("columns", columns());
        return source.put("unmapped", "ignore");
    }

    /** @return the mapping alone: {@code [{from, to, date?, map?}]} */
    public ArrayNode columns() {
        ArrayNode columns = JsonMapper.shared().createArrayNode();
        attributeByHeader.forEach((header, attribute) -> {
            ObjectNode column = columns.addObject().put("from", header).put("to", attribute);
            if (attribute.equals("employeeHireDate")) {
                column.put("date", datePattern);
            }
            Optional.ofNullable(wordings.get(attribute)).ifPresent(words -> {
                ObjectNode map = column.putObject("map");
                words.forEach((value, word) -> map.put(word, value));
            });
        });
        return columns;
    }

    private String cell(Person person, String attribute) {
        String value = attribute.equals("objectId") ? person.objectId() : person.text(attribute);
        if (value.isEmpty()) {
            return attribute.equals("mobile") ? "-" : "";
        }
        if (attribute.equals("employeeHireDate")) {
            return LocalDate.parse(value).format(DateTimeFormatter.ofPattern(datePattern));
        }
        return wordings.getOrDefault(attribute, Map.of()).getOrDefault(value, value);
    }

    private static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text.strip().split(";")) {
            int equals = pair.indexOf('=');
            pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return pairs;
    }
}
