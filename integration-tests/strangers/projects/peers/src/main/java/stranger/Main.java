package stranger;

public final class Main {
    public static void main(String[] arguments) {
        System.out.println("ok nothing but a test is here");
    }
}
