// A command as the topic has it: one CloudEvent in structured JSON, read in one pass by Jackson's
// streaming parser. Only what create-and-claim needs is taken out; `data` is kept as the bytes it came
// in, so that an event can tell what was asked without writing it anew.
package leadline.peer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

final class Command {
    // A rule of a ruleset: leads whose source equals `source` go to `queue`.
    record Rule(String source, String queue) {}

    private static final JsonFactory JSON = new JsonFactory();

    String id;
    String source;
    String type;
    String program;
    String actor;
    String lead;
    String leadSource;
    String queue;
    String user;
    String partner;
    long openPerUser;
    long openPerPartner;
    final List<Rule> rules = new ArrayList<>();
    String fallback;
    String data;

    static Command read(byte[] json) throws IOException {
        Command command = new Command();
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "id" -> command.id = parser.getText();
                    case "source" -> command.source = parser.getText();
                    case "type" -> command.type = parser.getText();
                    case "program" -> command.program = parser.getText();
                    case "actor" -> command.actor = parser.getText();
                    case "data" -> {
                        int begin = (int) parser.currentTokenLocation().getByteOffset();
                        command.readData(parser);
                        int end = (int) parser.currentLocation().getByteOffset();
                        command.data = new String(json, begin, end - begin, StandardCharsets.UTF_8);
                    }
                    default -> parser.skipChildren();
                }
            }
        }
        return command;
    }

    private void readData(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "lead" -> lead = parser.getText();
                case "source" -> leadSource = parser.getText();
                case "queue" -> queue = parser.getText();
                case "user" -> user = parser.getText();
                case "partner" -> partner = parser.getText();
                case "policy" -> readPolicy(parser);
                case "part" -> readPart(parser);
                default -> parser.skipChildren();
            }
        }
    }

    private void readPolicy(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "open_per_user" -> openPerUser = parser.getLongValue();
                case "open_per_partner" -> openPerPartner = parser.getLongValue();
                default -> parser.skipChildren();
            }
        }
    }

    private void readPart(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                if (name.equals("entries")) readEntry(parser);
                else fallback = readTarget(parser);
            }
        }
    }

    private void readEntry(JsonParser parser) throws IOException {
        String value = null;
        String target = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "condition" -> {
                    while (parser.nextToken() == JsonToken.START_OBJECT) value = readNode(parser);
                }
                case "action" -> target = readTarget(parser);
                default -> parser.skipChildren();
            }
        }
        rules.add(new Rule(value, target));
    }

    private static String readNode(JsonParser parser) throws IOException {
        String value = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("values")) {
                while (parser.nextToken() == JsonToken.VALUE_STRING) value = parser.getText();
            } else {
                parser.skipChildren();
            }
        }
        return value;
    }

    private static String readTarget(JsonParser parser) throws IOException {
        String target = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("target")) target = parser.getText();
            else parser.skipChildren();
        }
        return target;
    }
}
