package stranger;

public final class Main {
    public static void main(String[] arguments) throws InterruptedException {
        Exchange.over("memory:here", listener -> "memory:here");
    }
}
