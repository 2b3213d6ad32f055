package dev.lockstep.bench.target;

/**
 * One call as the application saw it.
 *
 * @param arrived microseconds since the epoch
 * @param ended when what it asked for was done or refused, before the answer left; microseconds since the epoch
 * @param status of the answer; 0 where there was none
 * @param person number in the user name of the account that it was about; -1 for a search or listing
 * @param active of the account afterwards
 * @param title of the account afterwards, empty for none
 */
public record Call(long arrived, long ended, String method, int status, int person, boolean active, String title) {

    /** @return whether an account was changed by it */
    public boolean isWrite() {
        return !method.equals("GET") && status >= 200 && status < 300;
    }

    String line() {
        return arrived + "\t" + ended + "\t" + method + "\t" + status + "\t" + person + "\t" + active + "\t" + title;
    }

    public static Call parse(String line) {
        String[] fields = line.split("\t", -1);
        return new Call(Long.parseLong(fields[0]), Long.parseLong(fields[1]), fields[2], Integer.parseInt(fields[3]), Integer.parseInt(fields[4]),
                Boolean.parseBoolean(fields[5]), fields[6]);
    }
}
