package stranger;

public final class Main {
    public static void main(String[] arguments) throws InterruptedException {
        String name = "unix:@stranger-jnr-" + ProcessHandle.current().pid();
        Exchange.over(name, listener -> name);
    }
}
