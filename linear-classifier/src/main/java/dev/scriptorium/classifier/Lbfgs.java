package dev.scriptorium.classifier;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Finds the minimum of a smooth convex function: limited-memory BFGS with backtracking (Nocedal and Wright, Numerical
 * Optimization, 2nd edition, algorithms 7.4 and 3.1). Deterministic.
 *
 * @param tolerance ends where no part of the gradient is larger
 * @param steps ends after as many, wherever it is
 */
record Lbfgs(double tolerance, int steps) {

    /** Of the last steps, those that shape the next. */
    private static final int MEMORY = 8;

    /** A step must give this share of what the slope promises. */
    private static final double SUFFICIENT = 1e-4;

    private static final int HALVINGS = 40;

    interface Objective {

        /** The value at a point; fills the gradient there. */
        double at(double[] point, double[] gradient);
    }

    private record Change(double[] point, double[] gradient, double product) {}

    /** The point where it ended. */
    double[] minimum(Objective objective, double[] from) {
        double[] point = from.clone();
        double[] gradient = new double[point.length];
        double value = objective.at(point, gradient);
        Deque<Change> memory = new ArrayDeque<>();
        for (int step = 0; step < steps && largest(gradient) > tolerance; step++) {
            double[] direction = direction(gradient, memory);
            double slope = dot(direction, gradient);
            double length = memory.isEmpty() ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
            double[] next = new double[point.length];
            double[] nextGradient = new double[point.length];
            double nextValue = Double.POSITIVE_INFINITY;
            int halvings = 0;
            while (halvings < HALVINGS) {
                for (int i = 0; i < next.length; i++) {
                    next[i] = point[i] + length * direction[i];
                }
                nextValue = objective.at(next, nextGradient);
                if (nextValue <= value + SUFFICIENT * length * slope) {
                    break;
                }
                length /= 2;
                halvings++;
            }
            if (halvings == HALVINGS) {
                return point;
            }
            remember(point, gradient, next, nextGradient, memory);
            point = next;
            gradient = nextGradient;
            value = nextValue;
        }
        return point;
    }

    private static double[] direction(double[] gradient, Deque<Change> memory) {
        double[] direction = gradient.clone();
        double[] shares = new double[memory.size()];
        int at = memory.size();
        for (Iterator<Change> newestFirst = memory.descendingIterator(); newestFirst.hasNext(); ) {
            Change change = newestFirst.next();
            shares[--at] = dot(change.point(), direction) / change.product();
            add(direction, -shares[at], change.gradient());
        }
        if (!memory.isEmpty()) {
            Change last = memory.getLast();
            double scale = last.product() / dot(last.gradient(), last.gradient());
            for (int i = 0; i < direction.length; i++) {
                direction[i] *= scale;
            }
        }
        for (Change change : memory) {
            double share = dot(change.gradient(), direction) / change.product();
            add(direction, shares[at++] - share, change.point());
        }
        for (int i = 0; i < direction.length; i++) {
            direction[i] = -direction[i];
        }
        return direction;
    }

    /** A change along which the function does not curve says nothing of its shape. */
    private static void remember(
            double[] point, double[] gradient, double[] next, double[] nextGradient, Deque<Change> memory) {
        double[] moved = difference(next, point);
        double[] turned = difference(nextGradient, gradient);
        double product = dot(moved, turned);
        if (product > 1e-14 * dot(turned, turned)) {
            if (memory.size() == MEMORY) {
                memory.removeFirst();
            }
            memory.addLast(new Change(moved, turned, product));
        }
    }

    private static double[] difference(double[] a, double[] b) {
        double[] difference = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
        }
        return difference;
    }

    private static void add(double[] to, double factor, double[] what) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * what[i];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double largest(double[] numbers) {
        double largest = 0;
        for (double number : numbers) {
            largest = Math.max(largest, Math.abs(number));
        }
        return largest;
    }
}
