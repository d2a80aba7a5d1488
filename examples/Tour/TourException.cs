namespace Ec2KeyPair.Tour;

/// <summary>A step did not do what it says.</summary>
internal sealed class TourException(string message) : Exception(message);
