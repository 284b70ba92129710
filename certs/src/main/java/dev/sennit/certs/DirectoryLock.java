package dev.sennit.certs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one thread of one process at a time change a directory of certificates. */
final class DirectoryLock {
    /** Holds the threads of this process apart: a lock on a file holds only processes apart. */
    private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

    private DirectoryLock() {}

    /** What is done while the lock is held. */
    interface Work<T> {
        T run() throws IOException;
    }

    /** Waits for its turn, and works. The lock's file stays: to delete it would let two others in at once. */
    static <T> T holding(CertificateDirectory directory, Work<T> work) throws IOException {
        IN_THIS_PROCESS.lock();
        try {
            directory.prepare();
            Path file = directory.path().resolve(".lock");
            try (FileChannel channel = open(directory, file)) {
                FileLock lock = lock(channel, file);
                try {
                    return work.run();
                } finally {
                    lock.release();
                }
            }
        } finally {
            IN_THIS_PROCESS.unlock();
        }
    }

    private static FileChannel open(CertificateDirectory directory, Path file) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw directory.unwritable(e);
        }
    }

    private static FileLock lock(FileChannel channel, Path file) throws IOException {
        try {
            return channel.lock();
        } catch (OverlappingFileLockException e) {
            FileSystemException failure = new FileSystemException(
                    file.toString(), null, "is locked by another copy of Sennit in this process: try again");
            failure.initCause(e);
            throw failure;
        }
    }
}
