// What a program has besides leads and claims: users and their partners, queues with their limits,
// rules. Small and asked for by every command: so it lies in maps, filled from the store when a task
// begins, and is written through to it.
package leadline.peer;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

final class Setup {
    record Queue(long openPerUser, long openPerPartner) {}

    private static final String USER = "u/";
    private static final String QUEUE = "q/";
    private static final String RULE = "r/";
    private static final String FALLBACK = "f/";

    private final KeyValueStore<String, String> store;
    private final Map<String, String> partners = new HashMap<>();
    private final Map<String, Queue> queues = new HashMap<>();
    private final Map<String, String> rules = new HashMap<>();
    private final Map<String, String> fallbacks = new HashMap<>();

    Setup(KeyValueStore<String, String> store) {
        this.store = store;
        try (KeyValueIterator<String, String> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<String, String> each = all.next();
                keep(each.key, each.value);
            }
        }
    }

    private void keep(String key, String value) {
        String name = key.substring(2);
        switch (key.substring(0, 2)) {
            case USER -> partners.put(name, value);
            case RULE -> rules.put(name, value);
            case FALLBACK -> fallbacks.put(name, value);
            case QUEUE -> {
                int comma = value.indexOf(',');
                queues.put(
                        name,
                        new Queue(
                                Long.parseLong(value.substring(0, comma)),
                                Long.parseLong(value.substring(comma + 1))));
            }
            default -> throw new IllegalStateException(key);
        }
    }

    private void put(String key, String value) {
        store.put(key, value);
        keep(key, value);
    }

    void take(Command command) {
        String program = command.program + '/';
        switch (command.type) {
            case "InviteUser" -> put(USER + program + command.user, command.partner);
            case "DefineQueue" ->
                    put(
                            QUEUE + program + command.queue,
                            command.openPerUser + "," + command.openPerPartner);
            case "StageRulesetPart" -> {
                for (Command.Rule rule : command.rules)
                    put(RULE + program + rule.source(), rule.queue());
                if (command.fallback != null) put(FALLBACK + program, command.fallback);
            }
            default -> {
                // Nothing of it is asked for by create-and-claim.
            }
        }
    }

    // Null: no such user.
    String partnerOf(String program, String user) {
        return partners.get(program + '/' + user);
    }

    Queue queue(String program, String queue) {
        return queues.get(program + '/' + queue);
    }

    String queueFor(String program, String source) {
        String queue = rules.get(program + '/' + source);
        return queue != null ? queue : fallbacks.get(program + '/');
    }
}
