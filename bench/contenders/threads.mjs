// Threads that do nothing but compare one password with one hash. Prints the number per second.
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import bcrypt from 'bcryptjs';

if (isMainThread) {
  const { THREADS, SECONDS, BCRYPT_COST } = process.env;
  const seconds = Number(SECONDS);
  const workers = Array.from({ length: Number(THREADS) }, () => {
    const worker = new Worker(new URL(import.meta.url), {
      workerData: { seconds, cost: Number(BCRYPT_COST) },
    });
    return new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  });
  const rates = await Promise.all(workers);
  process.send(rates.reduce((sum, rate) => sum + rate, 0));
} else {
  const hash = bcrypt.hashSync('SecurePassword123!', workerData.cost);
  const start = performance.now();
  let count = 0;
  while (performance.now() - start < workerData.seconds * 1000) {
    bcrypt.compareSync('SecurePassword123!', hash);
    count++;
  }
  parentPort.postMessage((count / (performance.now() - start)) * 1000);
}
