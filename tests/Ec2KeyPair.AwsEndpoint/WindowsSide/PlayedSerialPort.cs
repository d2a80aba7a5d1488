namespace Ec2KeyPair.AwsEndpoint.WindowsSide;

/// <summary>Plays System.IO.Ports.SerialPort for COM1, whose other end is the instance's console output.</summary>
public sealed class PlayedSerialPort : IDisposable
{
    private readonly WindowsMachine _machine = WindowsMachine.Current;

    public PlayedSerialPort()
        : this("COM1")
    {
    }

    public PlayedSerialPort(string portName)
        : this(portName, 9600)
    {
    }

    public PlayedSerialPort(string portName, int baudRate)
    {
        PortName = portName;
        BaudRate = baudRate;
    }

    public string PortName { get; }

    public int BaudRate { get; set; }

    /// <summary>In milliseconds; -1 for no limit. Nothing here ever blocks a writer.</summary>
    public int WriteTimeout { get; set; } = -1;

    public string NewLine { get; set; } = "\n";

    public bool IsOpen { get; private set; }

    public void Open()
    {
        if (IsOpen)
        {
            throw new InvalidOperationException("The port is already open.");
        }

        if (!string.Equals(PortName, "COM1", StringComparison.OrdinalIgnoreCase))
        {
            throw new IOException($"The port '{PortName}' does not exist.");
        }

        IsOpen = _machine.TryOpenPort() ? true : throw new UnauthorizedAccessException($"Access to the port '{PortName}' is denied.");
    }

    public void Write(string text) => _machine.WriteToPort(IsOpen ? text : throw new InvalidOperationException("The port is closed."));

    /// <summary>The bytes as the console output has them, in UTF-8.</summary>
    public void Write(byte[] buffer, int offset, int count) => Write(System.Text.Encoding.UTF8.GetString(buffer, offset, count));

    public void WriteLine(string text) => Write(text + NewLine);

    public void Close() => Dispose();

    public void Dispose()
    {
        if (IsOpen)
        {
            IsOpen = false;
            _machine.ClosePort();
        }
    }
}
